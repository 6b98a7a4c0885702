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

// What leaves a stock at a rate, a year, over what stood at the start and over what stands; what is closed of a gap over what was
// closed in the first half of the span and over what it is.
static inline void leaving_shares(double rate, double length, int middle, double shares[4]) {
  shares[0] = 0.0, shares[1] = rate, shares[2] = 0.0, shares[3] = rate;
  if (length == 0.0) return;
  double z = rate * length, gone = -expm1(-z);
  shares[1] = shares[3] = gone / length;
  if (!middle) return;
  double lost = z < 0.01 ? z * (1.0 / 2 - z * (1.0 / 6 - z * (1.0 / 24 - z * (1.0 / 120 - z / 720)))) : 1.0 + expm1(-z) / z;
  double come = s_minimum(2.0 * lost, 1.0);
  shares[0] = (gone - come * exp(-0.5 * z)) / length, shares[1] = come / length, shares[2] = 0.5 * gone;
}

static inline V within(V leaves, V start, double length, int middle) {
  return middle ? v_minimum(leaves, start / length) : leaves;
}

static inline V v_leave(V rate, V stands, V before, double length, int middle, int whole) {
  V of_before, of_all;
  for (int k = 0; k < WIDTH; k++) {
    double shares[4];
    leaving_shares(rate[k], length, middle, shares);
    of_before[k] = shares[whole ? 0 : 2], of_all[k] = shares[whole ? 1 : 3];
  }
  return within(of_before * before + of_all * stands, before, length, middle && whole);
}

// A stock that people leave, looked ahead to; what is above zero is looked upon as never less than half of what it is.
static inline V limit_to_half(V ahead, V now) { return pick_lanes(now > 0.0, v_maximum(ahead, 0.5 * now), ahead); }

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
