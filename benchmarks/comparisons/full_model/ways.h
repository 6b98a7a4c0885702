// The ways between counties: how near they are, what they offer together, and what goes along them.

// y[k] = ways x[k] off the diagonal, `ways` being symmetric: rows are added up, so that all lanes work.
static void add_ways(struct member *m, const double *ways, int count, const double *x, double *y) {
  long n = m->of->n, width = m->of->width;
  for (long i = 0; i < width; i += WIDTH) {
    V sum[4] = {};
    for (long j = 0; j < n; j++) {
      V way = *(const V *)(ways + j * width + i);
      for (int k = 0; k < count; k++) sum[k] += way * x[k * width + j];
    }
    for (int k = 0; k < count; k++) *(V *)(y + k * width + i) = sum[k];
  }
}

// Ways change only where the programme of transport does.
static void op_nearness(struct member *m) {
  long n = m->of->n, width = m->of->width;
  const double *programme = row(m, ROW_transport_programme), *time = m->of->arrays[ARRAY_travel_time_2020];
  const double *saving = m->of->arrays[ARRAY_travel_time_saving];
  double friction = m->s[ONE_time_friction], reach = m->s[ONE_market_reach], bias = exp(m->s[ONE_home_bias]);
  if (!memcmp(programme, m->programme, sizeof(double) * n)) return;
  memcpy(m->programme, programme, sizeof(double) * n);
  // A way is as long there as back: half of them are worked out.
  for (long i = 0; i < n; i++) {
    for (long j = i / WIDTH * WIDTH; j < width; j += WIDTH) {
      V share = 0.5 * (programme[i] + *(const V *)(programme + j));
      V hours = *(const V *)(time + i * width + j) * (1.0 - share * *(const V *)(saving + i * width + j));
      *(V *)(m->ways + i * width + j) = v_exp(-friction * v_log(hours));
      *(V *)(m->markets + i * width + j) = v_exp(hours / -reach);
    }
    for (long j = 0; j < i / WIDTH * WIDTH; j++) {
      m->ways[i * width + j] = m->ways[j * width + i];
      m->markets[i * width + j] = m->markets[j * width + i];
    }
    for (long j = n; j < width; j++) m->ways[i * width + j] = m->markets[i * width + j] = 0.0;
    m->counties[i].home_weight = m->ways[i * width + i] * bias;
    m->ways[i * width + i] = 0.0;
  }
  for (long first = 0; first < width; first += TILE)
    for (long j = 0; j < n; j++) memcpy(m->tiles + (first * n + j * TILE), m->ways + j * width + first, sizeof(double) * TILE);
}

// What towns offer: exponentials of their appeal over that of the best, and what all offer each county, the own one aside.
static double offer(struct member *m, double *appeal, double *offered) {
  long n = m->of->n, width = m->of->width;
  const double *town_appeal = row(m, ROW_town_appeal);
  double best = town_appeal[0];
  for (long i = 1; i < n; i++) best = s_maximum(best, town_appeal[i]);
  for (long i = 0; i < width; i += WIDTH) *(V *)(appeal + i) = v_exp(*(const V *)(town_appeal + i) - best);
  for (long i = n; i < width; i++) appeal[i] = 0.0;
  add_ways(m, m->ways, 1, appeal, offered);
  return best;
}

static void op_pull(struct member *m) {
  long n = m->of->n, width = m->of->width;
  double *appeal = m->room, *offered = appeal + width, *pull = row(m, ROW_regional_appeal);
  double best = offer(m, appeal, offered);
  for (long i = 0; i < n; i++) offered[i] += m->counties[i].home_weight * appeal[i];
  for (long i = 0; i < width; i += WIDTH) *(V *)(pull + i) = best + v_log(*(V *)(offered + i));
}

static void op_trade(struct member *m) { add_ways(m, m->markets, 1, row(m, ROW_urban_population), row(m, ROW_market_access)); }

static void op_share_back(struct member *m) {
  long n = m->of->n, width = m->of->width;
  double *appeal = m->room, *offered = appeal + width, *senders = offered + width, *whole = senders + width, *got = whole + width;
  const double *rural = row(m, ROW_rural_population), *remittances = row(m, ROW_remittances);
  double *received = row(m, ROW_remittances_received);
  offer(m, appeal, offered);
  for (long i = 0; i < width; i++) senders[i] = i < n ? s_divide_or_zero(rural[i], offered[i] + m->counties[i].home_weight * appeal[i]) : 0.0;
  add_ways(m, m->ways, 1, senders, whole);
  for (long i = 0; i < width; i++) whole[i] = i < n ? s_divide_or_zero(remittances[i], whole[i] + m->counties[i].home_weight * senders[i]) : 0.0;
  add_ways(m, m->ways, 1, whole, got);
  for (long i = 0; i < n; i++) received[i] = senders[i] * (got[i] + m->counties[i].home_weight * whole[i]);
}

// made [county, 3 x 8] = ways given: a tile of eight counties in registers.
static __attribute__((noinline)) void multiply(long n, long width, const double *restrict tiles, const V *restrict given, V *restrict made) {
  for (long first = 0; first < width; first += TILE) {
    const double *tile = tiles + first * n;
    V sum[TILE][3];
    for (int r = 0; r < TILE; r++)
      for (int k = 0; k < 3; k++) sum[r][k] = (V){};
    for (long j = 0; j < n; j++) {
      V a = given[3 * j], b = given[3 * j + 1], c = given[3 * j + 2];
#pragma GCC unroll 8
      for (int r = 0; r < TILE; r++) {
        double way = tile[j * TILE + r];
        sum[r][0] += way * a;
        sum[r][1] += way * b;
        sum[r][2] += way * c;
      }
    }
    for (int r = 0; r < TILE; r++)
      for (int k = 0; k < 3; k++) made[3 * (first + r) + k] = sum[r][k];
  }
}
