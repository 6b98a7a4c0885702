// One member on its way through the years: its values by county [row, county] and of the region, its people, and the ways.
enum { SLICES = 26, SLOTS = SLICES * WIDTH, RING = SLOTS / 2, AGES = 102, STATUSES = 5, ERRANDS = 4, TILE = 8 };
enum { RURAL, MIGRANT, ELIGIBLE, OUTSIDER, REGISTERED };
enum { TO_TOWN, BACK_HOME, MIGRANT_MOVE, SETTLED_MOVE };
// Schedules by slot, and sums by county that a step leaves behind.
enum { DEATHS, DEPARTURES, RETURNS, MOTHERS, NEWCOMERS, SCHEDULES };
enum { LEAVERS, RETURNERS, MIGRANT_MOVERS, SETTLED_MOVERS, DIED_RURAL = 8, DIED_MIGRANCY, DIED_SETTLED, LEFT_MIGRANCY,
       LEFT_OUTSIDERS, LEFT_REGISTERED, LIVED_RURAL, LIVED_MIGRANT, LIVED_ELIGIBLE, LIVED_OUTSIDER, HOMECOMERS, MOTHERS_RURAL,
       MOTHERS_MIGRANCY, MOTHERS_OUTSIDER, MOTHERS_REGISTERED, END_BACK, END_RURAL, END_MIGRANCY, END_LEAVING, SUMS = 32 };

struct settings {
  long n, width, years, steps;
  double step;
  const double *const *arrays;
};

struct span {
  double length;
  int middle;
};

// What a county's people meet in a step: hazards times the step, shares, and the scales of origin-destination flows.
struct county {
  double in_villages, in_towns, leaving, rezoned, kept, returning, highest, matured, registered, naturalized, moving, settling,
      resettling, outflow, registered_outflow, homing, inflow, stays_in_region, goes_home, to_all, to_others, own, appeal, senders,
      drawn, home_weight;
};

struct member {
  const struct settings *of;
  double *w, *s, *stocks, *pipes, *ahead, *people, *motion, *profiles;
  V *x, *t, *scratch, *given, *made, *sums;
  double *ways, *tiles, *markets, *programme, *sum_rural, *sum_migrancy, *sum_back, *sum_leaving, *room;
  struct county *counties;
  V schedule[SLICES][SCHEDULES], weight[MEASURES][SLICES];
  int slices[MEASURES][SLICES], counted[MEASURES];
  int age[SLOTS], sex[SLOTS], newborn;
  double inflow_total;
};

static inline double *row(struct member *m, long place) { return m->w + place * m->of->width; }

static void *reserve(size_t count, size_t size) {
  size_t bytes = (count * size + 63) / 64 * 64;
  return memset(aligned_alloc(64, bytes ? bytes : 64), 0, bytes ? bytes : 64);
}

// What leaves at a rate, a year, over what left in the first half of the span and over what stands.
static inline void leaving_shares(double rate, double length, int middle, double *ahead, double *leaving, double *most) {
  *ahead = 0.0, *leaving = rate, *most = 0.0;
  if (length == 0.0) return;
  double z = rate * length, gone = -expm1(-z);
  *leaving = gone / length;
  if (!middle) return;
  double lost = z < 0.01 ? z * (1.0 / 2 - z * (1.0 / 6 - z * (1.0 / 24 - z * (1.0 / 120 - z / 720)))) : 1.0 + expm1(-z) / z;
  double come = s_minimum(2.0 * lost, 1.0), half = z > 0.0 ? -expm1(-0.5 * z) : 1.0;
  *ahead = (gone - come * exp(-0.5 * z)) / (2.0 * half), *leaving = come / length, *most = 0.5 / half;
}

static inline V within(V leaves, V most, int middle) { return middle ? v_minimum(leaves, most) : leaves; }

static inline V v_leave(V rate, V stands, V ahead, double length, int middle, int whole) {
  V shares[3];
  for (int k = 0; k < WIDTH; k++) {
    double first, second, third;
    leaving_shares(rate[k], length, middle, &first, &second, &third);
    shares[0][k] = first, shares[1][k] = second, shares[2][k] = third;
  }
  return within(shares[0] * ahead + shares[1] * stands, shares[2] * ahead, middle && whole);
}

// A stock that people leave, looked ahead to; what is above zero is looked upon as never less than half of what it is.
static inline V keep_half(V ahead, V now) { return pick_lanes(now > 0.0, v_maximum(ahead, 0.5 * now), ahead); }

// What leaves the last stage of a pipeline in a span, a year; the stages after it go to `after` unless that is nothing.
static inline V pass_on(const double *stages, double *after, long width, long i, int order, V enters, V time, double length) {
  if (length == 0.0) return order * *(const V *)(stages + (order - 1) * width + i) / time;
  V passing = order * length / time, left = v_expm1(-passing), stay = left + 1.0;
  V present = pick_lanes(passing > 0.0, -left / pick_lanes(passing > 0.0, passing, (V){} + 1.0), (V){} + 1.0);
  for (int stage = 0; stage < order; stage++) {
    V held = *(const V *)(stages + stage * width + i);
    if (after) *(V *)(after + stage * width + i) = held * stay + enters * length * present;
    enters = held * -left / length + enters * (1.0 - present);
  }
  return enters;
}
