// Numbers of people by county: those of some statuses together, each sex and age times a weight.

static void set_weights(struct member *m, int measure, int female, int male, int first, int last, const double *by_age, int by_sex) {
  for (int slot = 0; slot < SLOTS; slot++) {
    int age = m->age[slot], sex = m->sex[slot];
    double weight = (sex ? male : female) && age >= first && age <= last ? by_age ? by_age[sex * by_sex * AGES + age] : 1.0 : 0.0;
    ((double *)(m->weight[measure] + slot / WIDTH))[slot % WIDTH] = weight;
  }
}

// Four counties times some measures of one group at once, sums in registers; slices of which nobody is counted are left out.
static inline __attribute__((always_inline)) void count_tile(struct member *m, int first, const int measures, const V (*people)[4], long i,
                                                             double *numbers) {
  V sum[4][4] = {};
  for (int at = 0; at < m->counted[first]; at++) {
    int slice = m->slices[first][at];
    V a = people[slice][0], b = people[slice][1], c = people[slice][2], d = people[slice][3];
#pragma GCC unroll 4
    for (int k = 0; k < measures; k++) {
      V weight = m->weight[first + k][slice];
      sum[k][0] += weight * a, sum[k][1] += weight * b, sum[k][2] += weight * c, sum[k][3] += weight * d;
    }
  }
  V here = add_eights(sum[0][0], sum[0][1], sum[0][2], sum[0][3], sum[1][0], sum[1][1], sum[1][2], sum[1][3]);
  V there = add_eights(sum[2][0], sum[2][1], sum[2][2], sum[2][3], sum[3][0], sum[3][1], sum[3][2], sum[3][3]);
  for (int k = 0; k < measures; k++)
    for (int r = 0; r < 4 && i + r < m->of->n; r++)
      numbers[MEASURE_OF[first + k] * m->of->width + i + r] = k < 2 ? here[4 * k + r] : there[4 * (k - 2) + r];
}

static void count(struct member *m, double *numbers) {
  long n = m->of->n;
  V people[GROUPS][SLICES][4];
  for (long i = 0; i < n; i += 4) {
    // Slices lie far apart, and no processor foresees it.
    if (i + 8 <= n)
      for (int slice = 0; slice < SLICES; slice++)
        for (long k = 0; k < 4 * STATUSES; k++) __builtin_prefetch(m->x + (slice * n + i + 4) * STATUSES + k, 0, 2);
    for (int slice = 0; slice < SLICES; slice++)
      for (long r = 0; r < 4; r++) add_together(m->x + (slice * n + (i + r < n ? i + r : n - 1)) * STATUSES, slice, r, people);
    for (int tile = 0; tile < TILES; tile++) {
      int first = FIRST_OF[tile];
      const V (*group)[4] = people[GROUP_OF[tile]];
      if (FIRST_OF[tile + 1] - first == 4) count_tile(m, first, 4, group, i, numbers);
      else if (FIRST_OF[tile + 1] - first == 2) count_tile(m, first, 2, group, i, numbers);
      else count_tile(m, first, 1, group, i, numbers);
    }
  }
}

// The slices that the measures of each tile count.
static void find_slices(struct member *m) {
  for (int tile = 0; tile < TILES; tile++) {
    int first = FIRST_OF[tile];
    m->counted[first] = 0;
    for (int slice = 0; slice < SLICES; slice++) {
      int any = 0;
      for (int k = first; k < FIRST_OF[tile + 1]; k++)
        for (int lane = 0; lane < WIDTH; lane++) any |= m->weight[k][slice][lane] != 0.0;
      if (any) m->slices[first][m->counted[first]++] = slice;
    }
  }
}
