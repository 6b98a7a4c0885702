// Eight numbers side by side, and the words of the language for them: the same polynomials as the kernel's.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <omp.h>

enum { WIDTH = 8 };
typedef double V __attribute__((vector_size(64)));
typedef long W __attribute__((vector_size(64)));

// Lanes of a number or of lanes: taking nothing away leaves all as it is, to the sign of zero.
#define LANES(x) ((x) - (V){})
#define PICK(condition, yes, no) _Generic((condition), int: pick_all, default: pick_lanes)((condition), LANES(yes), LANES(no))

static inline V pick_lanes(W condition, V yes, V no) { return (V)((condition & (W)yes) | (~condition & (W)no)); }
static inline V pick_all(int condition, V yes, V no) { return condition ? yes : no; }
static inline double add_lanes(V x) { return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7])); }

// The sums of eight times eight numbers.
static inline V add_pairs(V a, V b) {
  return __builtin_shuffle(a, b, (W){0, 8, 2, 10, 4, 12, 6, 14}) + __builtin_shuffle(a, b, (W){1, 9, 3, 11, 5, 13, 7, 15});
}
static inline V add_fours(V a, V b, V c, V d) {
  V left = add_pairs(a, b), right = add_pairs(c, d);
  return __builtin_shuffle(left, right, (W){0, 1, 8, 9, 4, 5, 12, 13}) + __builtin_shuffle(left, right, (W){2, 3, 10, 11, 6, 7, 14, 15});
}
static inline V add_eights(V a, V b, V c, V d, V e, V f, V g, V h) {
  V left = add_fours(a, b, c, d), right = add_fours(e, f, g, h);
  return __builtin_shuffle(left, right, (W){0, 1, 2, 3, 8, 9, 10, 11}) + __builtin_shuffle(left, right, (W){4, 5, 6, 7, 12, 13, 14, 15});
}

static const double EXPONENTIAL[] = {
    1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7, 2.7557319223985893e-6, 2.48015873015873e-5,
    1.984126984126984e-4, 1.388888888888889e-3, 8.333333333333333e-3, 4.1666666666666664e-2, 1.6666666666666666e-1, 0.5, 1.0};
static const double LOGARITHM[] = {1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01, 2.222219843214978396e-01,
                                   2.857142874366239149e-01, 3.999999999940941908e-01, 6.666666666666735130e-01};
static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10, ROUNDING = 6755399441055744.0;

#define POLYNOMIAL(coefficients, x) ({ \
  V result_ = (V){} + coefficients[0]; \
  for (unsigned long k_ = 1; k_ < sizeof coefficients / sizeof *coefficients; k_++) result_ = result_ * (x) + coefficients[k_]; \
  result_; })

static inline V v_minimum(V x, V y) { return pick_lanes(x < y, x, y); }
static inline V v_maximum(V x, V y) { return pick_lanes(x > y, x, y); }
static inline V v_clip_below_zero(V x) { return v_maximum(x, (V){}); }
static inline V v_clip(V x, V low, V high) { return v_minimum(v_maximum(x, low), high); }
static inline V v_divide_or_zero(V part, V whole) { return pick_lanes(whole > 0.0, part / pick_lanes(whole > 0.0, whole, (V){} + 1.0), (V){}); }

static inline V v_exp(V x) {
  V near = v_clip(x, (V){} - 708.0, (V){} + 709.78);
  V shifted = near * 1.4426950408889634 + ROUNDING, power = shifted - ROUNDING;
  V rest = power * -LN2_LOW + (power * -LN2_HIGH + near);
  V part = POLYNOMIAL(EXPONENTIAL, rest) * rest + 1.0;
  V result = (V)((W)part + ((W)shifted << 52));
  return pick_lanes(x < -708.0, (V){}, pick_lanes(x > 709.78, (V){} + INFINITY, result));
}

static inline V v_log(V x) {
  W bits = (W)x, power = (bits - 0x3FE6A09E667F3BCD) >> 52;
  V f = (V)(bits - (power << 52)) - 1.0, twos = __builtin_convertvector(power, V);
  V s = f / (f + 2.0), square = s * s, half = f * f * 0.5;
  V series = POLYNOMIAL(LOGARITHM, square) * square;
  V result = twos * LN2_HIGH - ((half - (s * (half + series) + twos * LN2_LOW)) - f);
  return pick_lanes(x == 0.0, (V){} - INFINITY, pick_lanes(x < 0.0, (V){} + NAN, pick_lanes(x < INFINITY, result, x)));
}

static inline V v_expm1(V x) {
  return pick_lanes(x * x < 0.09, x * POLYNOMIAL(EXPONENTIAL, x), v_exp(x) - 1.0);
}

static inline V v_log1p(V x) {
  V u = x + 1.0, log = v_log(u), lost = (x - (u - 1.0)) / u;
  return pick_lanes(u > 0.0, log + lost, log);
}

static inline V v_sqrt(V x) {
  V result;
  for (int lane = 0; lane < WIDTH; lane++) result[lane] = sqrt(x[lane]);
  return result;
}

static inline V v_power(V x, V y) { return pick_lanes(y == 0.0, (V){} + 1.0, v_exp(y * v_log(x))); }
static inline V v_logistic(V x) { return 1.0 / (1.0 + v_exp(-x)); }
static inline V v_smooth_minimum(V x, V sharpness) { return x * v_power(1.0 + v_power(x, sharpness), -1.0 / sharpness); }

static inline double s_minimum(double x, double y) { return x < y ? x : y; }
static inline double s_maximum(double x, double y) { return x > y ? x : y; }
static inline double s_clip_below_zero(double x) { return x > 0.0 ? x : 0.0; }
static inline double s_clip(double x, double low, double high) { return s_minimum(s_maximum(x, low), high); }
static inline double s_divide_or_zero(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }
static inline double s_exp(double x) { return exp(x); }
static inline double s_log(double x) { return log(x); }
static inline double s_expm1(double x) { return expm1(x); }
static inline double s_log1p(double x) { return log1p(x); }
static inline double s_sqrt(double x) { return sqrt(x); }
static inline double s_power(double x, double y) { return pow(x, y); }
static inline double s_logistic(double x) { return 1.0 / (1.0 + exp(-x)); }
static inline double s_where(int condition, double yes, double no) { return condition ? yes : no; }
static inline double s_smooth_minimum(double x, double sharpness) { return x * pow(1.0 + pow(x, sharpness), -1.0 / sharpness); }
