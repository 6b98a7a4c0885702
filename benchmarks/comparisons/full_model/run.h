// The scheme: look ahead to the middle of each step, work everything out there, move people and stocks a whole step.

static void stand(struct member *m, const double *pipes, struct span span) {
  fill_contents(m, pipes);
  stand_equations(m, span.length, span.middle);
}

static void keep_people(struct member *m, const double *people) {
  for (int k = 0; k < MEASURES; k++) memcpy(row(m, MEASURE_ROWS[k]), people + k * m->of->width, sizeof(double) * m->of->width);
}

static void keep_stocks(struct member *m) {
  for (int k = 0; k < STOCKS; k++) memcpy(row(m, STOCK_ROWS[k]), m->stocks + k * m->of->width, sizeof(double) * m->of->width);
}

static void find_motion(struct member *m) {
  long size = MEASURES * m->of->width;
  double *after = m->room + 16 * m->of->width;
  count(m, after);
  for (long k = 0; k < size; k++) m->motion[k] = after[k] - m->people[k];
  memcpy(m->people, after, sizeof(double) * size);
}

// The very first step has none before it: it is tried, and taken back.
static void try_step(struct member *m) {
  long n = m->of->n, width = m->of->width;
  size_t people = sizeof(V) * SLICES * n * STATUSES, errands = sizeof(V) * SLICES * n * ERRANDS;
  V *x = reserve(1, people), *t = reserve(1, errands);
  double sums[4][n], *had = reserve(MEASURES * width, sizeof(double)), *each[4] = {m->sum_rural, m->sum_migrancy, m->sum_back, m->sum_leaving};
  memcpy(x, m->x, people), memcpy(t, m->t, errands), memcpy(had, m->people, sizeof(double) * MEASURES * width);
  for (int k = 0; k < 4; k++) memcpy(sums[k], each[k], sizeof(double) * n);
  keep_stocks(m), keep_people(m, m->people);
  stand(m, m->pipes, (struct span){m->of->step, 0});
  op_transition(m);
  find_motion(m);
  for (int k = 0; k < 4; k++) memcpy(each[k], sums[k], sizeof(double) * n);
  memcpy(m->x, x, people), memcpy(m->t, t, errands), memcpy(m->people, had, sizeof(double) * MEASURES * width);
  free(x), free(t), free(had);
}

static void take_step(struct member *m) {
  double step = m->of->step;
  struct span half = {0.5 * step, 0}, whole = {step, 1};
  keep_stocks(m), keep_people(m, m->people);
  stand(m, m->pipes, half);
  follow_equations(m, half.length, half.middle);
  advance(m, half.length, 0);
  for (int k = 0; k < MEASURES; k++)
    for (long i = 0; i < m->of->n; i++) {
      double now = m->people[k * m->of->width + i];
      row(m, MEASURE_ROWS[k])[i] = s_maximum(now + 0.5 * m->motion[k * m->of->width + i], 0.5 * now);
    }
  stand(m, m->ahead, whole);
  op_transition(m);
  follow_equations(m, whole.length, whole.middle);
  advance(m, whole.length, 1);
  find_motion(m);
}

static void record(struct member *m, long year, int flows, long count, const long *rows, const char *is_flow, double *trace) {
  for (long k = 0; k < count; k++)
    if (is_flow[k] == flows)
      for (long i = 0; i < m->of->n; i++) {
        double *cell = trace + (k * m->of->years + year) * m->of->n + i;
        *cell = flows ? *cell + m->of->step * row(m, rows[k])[i] : row(m, rows[k])[i];
      }
}

static void record_region(struct member *m, long year, int flows, long count, const long *places, const char *is_flow, double *trace) {
  for (long k = 0; k < count; k++)
    if (is_flow[k] == flows) {
      double *cell = trace + k * m->of->years + year;
      *cell = flows ? *cell + m->of->step * m->s[places[k]] : m->s[places[k]];
    }
}

static void settle(struct member *m, const double *residents) {
  long n = m->of->n;
  set_ages(m, 0);
  memset(m->x, 0, sizeof(V) * SLICES * n * STATUSES), memset(m->t, 0, sizeof(V) * SLICES * n * ERRANDS);
  memset(m->sum_rural, 0, sizeof(double) * n), memset(m->sum_migrancy, 0, sizeof(double) * n);
  memset(m->sum_back, 0, sizeof(double) * n), memset(m->sum_leaving, 0, sizeof(double) * n);
  for (long i = 0; i < n; i++)
    for (int slot = 0; slot < SLOTS; slot++)
      if (m->age[slot] < AGES) {
        const double *from = residents + ((i * 2 + m->sex[slot]) * AGES + m->age[slot]) * STATUSES;
        for (int k = 0; k < STATUSES; k++) ((double *)(m->x + (slot / WIDTH * n + i) * STATUSES + k))[slot % WIDTH] = from[k];
        m->sum_rural[i] += from[RURAL];
        m->sum_migrancy[i] += from[MIGRANT] + from[ELIGIBLE];
      }
  for (long i = 0; i < n; i++) m->programme[i] = NAN;
}

void run(long threads, long n, long width, long members, long years, long steps, const double *const *arrays, const double *w, const double *s,
         const double *ramps, const double *paths, const double *stocks, const double *pipes, const double *residents,
         const double *profiles, long counties_kept, const long *rows, const char *row_flows, double *county_trace, long regions_kept,
         const long *places, const char *place_flows, double *region_trace) {
  struct settings of = {n, width, years, steps, 1.0 / steps, arrays};
#pragma omp parallel num_threads(threads)
  {
    struct member *m = reserve(1, sizeof *m);
    *m = (struct member){.of = &of, .w = reserve(ROWS * width, 8), .s = reserve(ONES, 8), .stocks = reserve(STOCKS * width, 8),
        .pipes = reserve(PIPES * width, 8), .ahead = reserve(PIPES * width, 8), .people = reserve(MEASURES * width, 8),
        .motion = reserve(MEASURES * width, 8), .profiles = reserve(PROFILES * AGES, 8), .x = reserve(SLICES * n * STATUSES, sizeof(V)),
        .t = reserve(SLICES * n * ERRANDS, sizeof(V)), .scratch = reserve(n * SCRATCH, sizeof(V)), .given = reserve(3 * width, sizeof(V)),
        .made = reserve(3 * width, sizeof(V)), .sums = reserve(n * SUMS, 8), .ways = reserve(n * width, 8),
        .tiles = reserve(n * width, 8), .markets = reserve(n * width, 8), .programme = reserve(width, 8), .sum_rural = reserve(width, 8),
        .sum_migrancy = reserve(width, 8), .sum_back = reserve(width, 8), .sum_leaving = reserve(width, 8),
        .room = reserve((16 + MEASURES) * width, 8), .counties = reserve(width, sizeof(struct county))};
#pragma omp for schedule(dynamic, 1)
    for (long member = 0; member < members; member++) {
      double *counties = county_trace + member * counties_kept * years * n, *regions = region_trace + member * regions_kept * years;
      const double *path = paths + member * PATHS * years * (steps + 1);
      memcpy(m->w, w + member * ROWS * width, 8 * ROWS * width), memcpy(m->s, s + member * ONES, 8 * ONES);
      memcpy(m->stocks, stocks + member * STOCKS * width, 8 * STOCKS * width);
      memcpy(m->pipes, pipes + member * PIPES * width, 8 * PIPES * width);
      memcpy(m->profiles, profiles + member * PROFILES * AGES, 8 * PROFILES * AGES);
      settle(m, residents + member * n * 2 * AGES * STATUSES);
      find_steady(m);
      for (long year = 0; year < years; year++) {
        if (year > 0) {
          age_profiles(m);
          op_ageing(m, year);
          count(m, m->people);
          for (long moment = 0; moment < steps; moment++) {
            set_moment(m, ramps, path, year, moment);
            if (year == 1 && moment == 0) try_step(m);
            take_step(m);
            record(m, year, 1, counties_kept, rows, row_flows, counties);
            record_region(m, year, 1, regions_kept, places, place_flows, regions);
          }
        }
        else count(m, m->people);
        set_moment(m, ramps, path, year, steps);
        keep_stocks(m), keep_people(m, m->people);
        stand(m, m->pipes, (struct span){0.0, 0});
        record(m, year, 0, counties_kept, rows, row_flows, counties);
        record_region(m, year, 0, regions_kept, places, place_flows, regions);
      }
    }
    void *rooms[] = {m->w, m->s, m->stocks, m->pipes, m->ahead, m->people, m->motion, m->profiles, m->x, m->t, m->scratch, m->given,
                     m->made, m->sums, m->ways, m->tiles, m->markets, m->programme, m->sum_rural, m->sum_migrancy, m->sum_back,
                     m->sum_leaving, m->room, m->counties, m};
    for (size_t k = 0; k < sizeof rooms / sizeof *rooms; k++) free(rooms[k]);
  }
}
