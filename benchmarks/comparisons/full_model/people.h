// People: births, deaths, moves and registrations of a step, ageing and counts. Cohorts keep their slot: each January the
// schedules move on by one, and those who reach the open age group join it.

// Present in the mean over a step, of those who come evenly in its course: (1 - (1 - exp(-z)) / z) / z.
static inline V presence_near(V z) { return POLYNOMIAL(PRESENCE, z); }

static inline V presence_far(V z) {
  V small = v_minimum(z, (V){} + 0.5), series = {};
  for (int power = 16; power > 0; power--) series = (1.0 - series * small) / (power + 1.0);
  V whole = pick_lanes(z > 0.5, z, (V){} + 1.0), phi1 = -v_expm1(-whole) / whole;
  return pick_lanes(z > 0.5, (1.0 - phi1) / whole, series);
}

#define HAZARDS(c, s) \
  V in_towns = c->in_towns * s[DEATHS], leaving = c->leaving * s[DEPARTURES], outflow = c->outflow * s[DEPARTURES]; \
  V back = v_minimum(c->returning * s[RETURNS], (V){} + c->highest), moving = c->moving * s[DEPARTURES]; \
  V settling = c->settling * s[DEPARTURES], resettling = c->resettling * s[DEPARTURES], homing = c->homing * s[RETURNS]; \
  V z_rural = c->in_villages * s[DEATHS] + leaving + c->rezoned, migrancy = in_towns + back + moving + outflow; \
  V z_migrant = migrancy + c->matured, z_eligible = migrancy + c->registered; \
  V z_outsider = in_towns + settling + outflow + c->naturalized; \
  V z_registered = in_towns + resettling + c->registered_outflow * s[DEPARTURES] + homing;

enum { SCRATCH = 12, OWN = 10, HOME = 11 };

// Those who are there at the start of the step: what is left of them, the time they live in it, and who leaves for where.
static __attribute__((noinline)) void go_through(struct member *m, int slice, const int near) {
  long n = m->of->n;
  const V *s = m->schedule[slice];
  for (long i = 0; i < n; i++) {
    const struct county *c = m->counties + i;
    V *x = m->x + (slice * n + i) * STATUSES, *keep = m->scratch + i * SCRATCH, *given = m->given + 3 * i, *sum = m->sums + i * SUMS / WIDTH;
    const V *t = m->t + (slice * n + i) * ERRANDS;
    HAZARDS(c, s)
    V z[STATUSES] = {z_rural, z_migrant, z_eligible, z_outsider, z_registered}, phi1[STATUSES], stay[STATUSES];
    for (int k = 0; k < STATUSES; k++) {
      V phi2 = near ? presence_near(z[k]) : presence_far(z[k]);
      keep[k] = phi2;
      phi1[k] = 1.0 - z[k] * phi2;
      stay[k] = near ? 1.0 - z[k] * phi1[k] : v_exp(-z[k]);
    }
    V back_home = c->goes_home * t[BACK_HOME];
    V rural = x[RURAL] - t[TO_TOWN], migrant = x[MIGRANT] - back_home - t[MIGRANT_MOVE], outsider = x[OUTSIDER] - t[SETTLED_MOVE];
    V lived_rural = rural * phi1[RURAL], lived_migrant = migrant * phi1[MIGRANT], lived_outsider = outsider * phi1[OUTSIDER];
    V rezoned = c->rezoned * lived_rural, to_eligible = (1.0 - c->kept) * rezoned + c->matured * lived_migrant;
    V lived_eligible = x[ELIGIBLE] * phi1[ELIGIBLE] + to_eligible * keep[ELIGIBLE];
    V to_registered = c->kept * rezoned + c->registered * lived_eligible + c->naturalized * lived_outsider;
    V lived_registered = x[REGISTERED] * phi1[REGISTERED] + to_registered * keep[REGISTERED];
    x[RURAL] = rural * stay[RURAL];
    x[MIGRANT] = migrant * stay[MIGRANT];
    x[ELIGIBLE] = x[ELIGIBLE] * stay[ELIGIBLE] + to_eligible * phi1[ELIGIBLE];
    x[OUTSIDER] = outsider * stay[OUTSIDER];
    x[REGISTERED] = x[REGISTERED] * stay[REGISTERED] + to_registered * phi1[REGISTERED];
    V in_migrancy = lived_migrant + lived_eligible, leavers = leaving * lived_rural + t[TO_TOWN];
    V returners = back * in_migrancy + back_home, movers = moving * in_migrancy + t[MIGRANT_MOVE];
    V settlers = settling * lived_outsider + resettling * lived_registered + t[SETTLED_MOVE];
    given[0] = c->to_all * leavers + c->to_others * movers;
    given[1] = c->to_others * settlers;
    given[2] = c->drawn * returners;
    keep[5] = lived_rural, keep[6] = lived_migrant, keep[7] = lived_eligible, keep[8] = lived_outsider, keep[9] = lived_registered;
    keep[OWN] = c->own * leavers;
    keep[HOME] = homing * lived_registered;
    sum[0] += add_eights(leavers, returners, movers, settlers, (V){}, (V){}, (V){}, (V){});
  }
}

// Those who arrive in the course of the step, evenly; and all that is counted of it.
static __attribute__((noinline)) void arrive(struct member *m, int slice) {
  long n = m->of->n;
  const V *s = m->schedule[slice];
  for (long i = 0; i < n; i++) {
    const struct county *c = m->counties + i;
    V *x = m->x + (slice * n + i) * STATUSES, *t = m->t + (slice * n + i) * ERRANDS;
    V *sum = m->sums + i * SUMS / WIDTH;
    const V *keep = m->scratch + i * SCRATCH, *given = m->given + 3 * i, *made = m->made + 3 * i;
    HAZARDS(c, s)
    V home = c->senders * (made[2] + c->home_weight * given[2]) + keep[HOME], town = c->appeal * made[0] + keep[OWN];
    V settled = c->appeal * made[1] + c->inflow * s[NEWCOMERS];
    V since_rural = home * keep[RURAL], since_migrant = town * keep[MIGRANT], since_outsider = settled * keep[OUTSIDER];
    V rezoned = c->rezoned * since_rural, to_eligible = (1.0 - c->kept) * rezoned + c->matured * since_migrant;
    V since_eligible = to_eligible * keep[ELIGIBLE];
    V to_registered = c->kept * rezoned + c->registered * since_eligible + c->naturalized * since_outsider;
    V since_registered = to_registered * keep[REGISTERED], since_migrancy = since_migrant + since_eligible;
    t[TO_TOWN] = leaving * since_rural;
    t[BACK_HOME] = back * since_migrancy;
    t[MIGRANT_MOVE] = moving * since_migrancy;
    t[SETTLED_MOVE] = settling * since_outsider;
    x[RURAL] += home * (1.0 - z_rural * keep[RURAL]) + t[TO_TOWN] + homing * since_registered;
    x[MIGRANT] += town * (1.0 - z_migrant * keep[MIGRANT]) + t[BACK_HOME] + t[MIGRANT_MOVE];
    x[ELIGIBLE] += to_eligible * (1.0 - z_eligible * keep[ELIGIBLE]);
    x[OUTSIDER] += settled * (1.0 - z_outsider * keep[OUTSIDER]) + t[SETTLED_MOVE];
    x[REGISTERED] += to_registered * (1.0 - z_registered * keep[REGISTERED]) + resettling * since_registered;
    V all_rural = keep[5] + since_rural, all_migrant = keep[6] + since_migrant, all_eligible = keep[7] + since_eligible;
    V all_outsider = keep[8] + since_outsider, all_registered = keep[9] + since_registered, migrancy_years = all_migrant + all_eligible;
    V deaths = s[DEATHS], departures = s[DEPARTURES], mothers = slice < SLICES / 2 ? s[MOTHERS] : (V){};
    sum[1] += add_eights(deaths * all_rural, deaths * migrancy_years, deaths * (all_outsider + all_registered),
                         departures * migrancy_years, departures * all_outsider, departures * all_registered, all_rural, all_migrant);
    sum[2] += add_eights(all_eligible, all_outsider, s[RETURNS] * all_registered, mothers * all_rural, mothers * migrancy_years,
                         mothers * all_outsider, mothers * all_registered, t[BACK_HOME]);
    sum[3] += add_eights(x[RURAL], x[MIGRANT] + x[ELIGIBLE], t[TO_TOWN], (V){}, (V){}, (V){}, (V){}, (V){});
  }
}

// Children come evenly in the course of the step and meet the hazards of their mothers' county.
static void bear(struct member *m, long i, double *sum, const double *born, int near) {
  long n = m->of->n;
  const struct county *c = m->counties + i;
  double boys = m->s[ONE_boys_share];
  for (int sex = 0; sex < 2; sex++) {
    int slot = m->newborn + sex * RING, slice = slot / WIDTH, lane = slot % WIDTH;
    const V *s = m->schedule[slice];
    double share = sex ? boys : 1.0 - boys;
    HAZARDS(c, s)
    V z[STATUSES] = {z_rural, z_migrant, z_eligible, z_outsider, z_registered};
    double phi1[STATUSES], phi2[STATUSES];
    for (int k = 0; k < STATUSES; k++) {
      phi2[k] = (near ? presence_near(z[k]) : presence_far(z[k]))[lane];
      phi1[k] = 1.0 - z[k][lane] * phi2[k];
    }
    double rural = share * born[0], lived_rural = rural * phi2[RURAL];
    double eligible = share * born[1] + (1.0 - c->kept) * c->rezoned * lived_rural, lived_eligible = eligible * phi2[ELIGIBLE];
    double outsider = share * born[2], lived_outsider = outsider * phi2[OUTSIDER];
    double registered = share * born[3] + c->kept * c->rezoned * lived_rural + c->registered * lived_eligible
                        + c->naturalized * lived_outsider, lived_registered = registered * phi2[REGISTERED];
    double to_town = leaving[lane] * lived_rural, back_home = back[lane] * lived_eligible, move = moving[lane] * lived_eligible;
    double settle = settling[lane] * lived_outsider + resettling[lane] * lived_registered;
    double grown[STATUSES] = {rural * phi1[RURAL] + to_town + homing[lane] * lived_registered, back_home + move,
                              eligible * phi1[ELIGIBLE], outsider * phi1[OUTSIDER] + settle, registered * phi1[REGISTERED]};
    double *x = (double *)(m->x + (slice * n + i) * STATUSES), *t = (double *)(m->t + (slice * n + i) * ERRANDS);
    for (int k = 0; k < STATUSES; k++) x[k * WIDTH + lane] += grown[k];
    double waiting[ERRANDS] = {to_town, back_home, move, settle};
    for (int k = 0; k < ERRANDS; k++) t[k * WIDTH + lane] += waiting[k];
    sum[END_RURAL] += grown[RURAL];
    sum[END_MIGRANCY] += grown[MIGRANT] + grown[ELIGIBLE];
    sum[END_BACK] += back_home;
    sum[END_LEAVING] += to_town;
    sum[DIED_RURAL] += s[DEATHS][lane] * lived_rural;
    sum[DIED_MIGRANCY] += s[DEATHS][lane] * lived_eligible;
    sum[DIED_SETTLED] += s[DEATHS][lane] * (lived_outsider + lived_registered);
    sum[LEFT_MIGRANCY] += s[DEPARTURES][lane] * lived_eligible;
    sum[LEFT_OUTSIDERS] += s[DEPARTURES][lane] * lived_outsider;
    sum[LEFT_REGISTERED] += s[DEPARTURES][lane] * lived_registered;
    sum[LIVED_RURAL] += lived_rural;
    sum[LIVED_ELIGIBLE] += lived_eligible;
    sum[LIVED_OUTSIDER] += lived_outsider;
    sum[HOMECOMERS] += s[RETURNS][lane] * lived_registered;
  }
}

// What each county's people meet in this step; gives the largest hazard of any, times the step.
static double meet(struct member *m) {
  long n = m->of->n, width = m->of->width;
  double step = m->of->step, *appeal = m->room, *offered = appeal + width, *senders = offered + width, *drawn = senders + width;
  double most[SCHEDULES] = {}, highest = 0.0;
  for (int slice = 0; slice < SLICES; slice++)
    for (int k = 0; k < SCHEDULES; k++)
      for (int lane = 0; lane < WIDTH; lane++) most[k] = s_maximum(most[k], m->schedule[slice][k][lane]);
  offer(m, appeal, offered);
  for (long i = 0; i < width; i++)
    senders[i] = i < n ? s_divide_or_zero(row(m, ROW_rural_population)[i], offered[i] + m->counties[i].home_weight * appeal[i]) : 0.0;
  add_ways(m, m->ways, 1, senders, drawn);
  for (long i = 0; i < n; i++) {
    struct county *c = m->counties + i;
    double movers = m->stocks[STOCK_movers * width + i], all = offered[i] + c->home_weight * appeal[i];
    double from = drawn[i] + c->home_weight * senders[i], reaches = offered[i] > 0.0, goes = from > 0.0;
    c->in_villages = step * AT(rural_death_factor);
    c->in_towns = step * AT(town_death_factor);
    c->leaving = step * AT(rural_departure_rate);
    c->rezoned = step * AT(reclassification_rate);
    c->kept = AT(reclassified_share);
    c->returning = step * goes * AT(return_rate);
    c->matured = step * AT(eligibility_rate);
    c->registered = step * AT(registration_rate);
    c->naturalized = step * AT(outsider_register_rate);
    c->moving = step * reaches * AT(migrant_move_rate);
    c->settling = step * reaches * AT(outsider_move_rate);
    c->resettling = step * reaches * AT(registered_move_rate);
    c->outflow = step * AT(town_outflow_rate);
    c->registered_outflow = step * AT(registered_outflow_rate);
    c->homing = step * AT(village_return_rate);
    c->inflow = 0.5 * step * AT(inflow_arrivals);
    c->stays_in_region = 1.0 - AT(outside_share);
    c->to_all = s_divide_or_zero(c->stays_in_region, all);
    c->to_others = s_divide_or_zero(1.0, offered[i]);
    c->own = c->home_weight * appeal[i] * c->to_all;
    c->appeal = appeal[i];
    c->senders = senders[i];
    c->drawn = s_divide_or_zero(1.0, from);
    c->goes_home = m->sum_back[i] > movers ? s_divide_or_zero(movers, m->sum_back[i]) : 1.0;
    double gone = c->goes_home * m->sum_back[i], joining = (1.0 - c->kept) * (m->sum_rural[i] - m->sum_leaving[i]) * -expm1(-c->rezoned);
    double others = 1.0 - s_divide_or_zero(movers - gone, m->sum_migrancy[i] - gone + joining);
    c->highest = others > 0.0 ? -log(others) : INFINITY;
    double deaths = most[DEATHS] * c->in_towns, goes_out = most[DEPARTURES] * c->outflow, returns = most[RETURNS] * c->returning;
    double hazards[] = {most[DEATHS] * c->in_villages + c->rezoned + most[DEPARTURES] * c->leaving,
                        deaths + s_maximum(c->matured, c->registered) + returns + most[DEPARTURES] * c->moving + goes_out,
                        deaths + c->naturalized + most[DEPARTURES] * c->settling + goes_out,
                        deaths + most[DEPARTURES] * (c->resettling + c->registered_outflow) + most[RETURNS] * c->homing};
    for (int k = 0; k < 4; k++) highest = s_maximum(highest, hazards[k]);
  }
  return highest;
}

static void op_transition(struct member *m) {
  long n = m->of->n, width = m->of->width;
  double step = m->of->step, highest = meet(m);
  int near = highest <= NEAR;
  memset(m->sums, 0, sizeof(double) * n * SUMS);
  for (int slice = 0; slice < SLICES; slice++) {
    if (near) go_through(m, slice, 1);
    else go_through(m, slice, 0);
    multiply(n, width, m->tiles, m->given, m->made);
    arrive(m, slice);
  }
  double *along = m->room, *came = along + 4 * width;
  memset(along, 0, sizeof(double) * 4 * width);
  for (long i = 0; i < n; i++) {
    const struct county *c = m->counties + i;
    const double *sum = (const double *)m->sums + i * SUMS;
    along[i] = c->to_all * sum[LEAVERS];
    along[width + i] = c->to_others * sum[MIGRANT_MOVERS];
    along[2 * width + i] = c->to_others * sum[SETTLED_MOVERS];
    along[3 * width + i] = c->drawn * sum[RETURNERS];
  }
  add_ways(m, m->ways, 4, along, came);
  for (long i = 0; i < n; i++) {
    const struct county *c = m->counties + i;
    double *sum = (double *)m->sums + i * SUMS, before = m->sum_migrancy[i];
    double born[4] = {step * AT(rural_fertility) * sum[MOTHERS_RURAL], step * AT(migrant_fertility) * sum[MOTHERS_MIGRANCY],
                      step * AT(town_fertility) * sum[MOTHERS_OUTSIDER], step * AT(town_fertility) * sum[MOTHERS_REGISTERED]};
    bear(m, i, sum, born, near);
    double behind = sum[END_MIGRANCY];
    m->sum_rural[i] = sum[END_RURAL], m->sum_migrancy[i] = behind, m->sum_back[i] = sum[END_BACK], m->sum_leaving[i] = sum[END_LEAVING];
    double movers = m->stocks[STOCK_movers * width + i], town_arrivals = c->appeal * came[i] + c->own * sum[LEAVERS];
    double migrant_arrivals = c->appeal * came[width + i], returning = sum[RETURNERS];
    double left = c->outflow * sum[LEFT_MIGRANCY], died = c->in_towns * sum[DIED_MIGRANCY], settled = c->registered * sum[LIVED_ELIGIBLE];
    double exits = died + left + settled + sum[MIGRANT_MOVERS], gained = town_arrivals + migrant_arrivals - returning;
    double among = s_divide_or_zero(movers + 0.5 * gained, 0.5 * (before + behind + exits));
    // Rounding must not take the last of them below nothing.
    double all_but_none = movers + gained - 4e-16 * (movers + town_arrivals + migrant_arrivals + returning);
    double lost = s_minimum(s_maximum(among * exits, movers + gained - behind), s_maximum(all_but_none, 0.0));
    GIVE(rural_births) = born[0] / step;
    GIVE(urban_births) = (born[1] + born[2] + born[3]) / step;
    GIVE(rural_deaths) = c->in_villages * sum[DIED_RURAL] / step;
    GIVE(urban_deaths) = (died + c->in_towns * sum[DIED_SETTLED]) / step;
    GIVE(rural_departures) = sum[LEAVERS] / step;
    GIVE(rural_outflow) = (1.0 - c->stays_in_region) * sum[LEAVERS] / step;
    GIVE(town_arrivals) = town_arrivals / step;
    GIVE(return_departures) = returning / step;
    GIVE(return_arrivals) = c->senders * (came[3 * width + i] + c->home_weight * along[3 * width + i]) / step;
    GIVE(migrant_departures) = sum[MIGRANT_MOVERS] / step;
    GIVE(migrant_arrivals) = migrant_arrivals / step;
    GIVE(settled_departures) = sum[SETTLED_MOVERS] / step;
    GIVE(settled_arrivals) = c->appeal * came[2 * width + i] / step;
    GIVE(town_outflow) = (left + c->outflow * sum[LEFT_OUTSIDERS] + c->registered_outflow * sum[LEFT_REGISTERED]) / step;
    GIVE(town_inflow) = c->inflow * m->inflow_total / step;
    GIVE(reclassifications) = c->rezoned * sum[LIVED_RURAL] / step;
    GIVE(eligibility_gains) = c->matured * sum[LIVED_MIGRANT] / step;
    GIVE(migrant_registrations) = settled / step;
    GIVE(outsider_registrations) = c->naturalized * sum[LIVED_OUTSIDER] / step;
    GIVE(village_registrations) = c->homing * sum[HOMECOMERS] / step;
    GIVE(mover_losses) = lost / step;
  }
}

// Where the ages stand in a year, and the schedules with them.
static void set_ages(struct member *m, long year) {
  for (int sex = 0; sex < 2; sex++)
    for (int place = 0; place < RING; place++) {
      int slot = sex * RING + place;
      m->sex[slot] = sex;
      m->age[slot] = (int)((place + year) % RING);
      if (!sex && m->age[slot] == 0) m->newborn = place;
    }
  m->inflow_total = 0.0;
  for (int slot = 0; slot < SLOTS; slot++) {
    int age = m->age[slot], sex = m->sex[slot], there = age < AGES;
    double *s = (double *)m->schedule[slot / WIDTH] + slot % WIDTH;
    s[DEATHS * WIDTH] = there ? m->of->arrays[ARRAY_mortality_schedule][sex * AGES + age] : 0.0;
    s[DEPARTURES * WIDTH] = there ? m->of->arrays[ARRAY_departure_schedule][age] : 0.0;
    s[RETURNS * WIDTH] = there ? m->of->arrays[ARRAY_return_schedule][age] : 0.0;
    s[MOTHERS * WIDTH] = there ? m->of->arrays[ARRAY_fertility_schedule][age] : 0.0;
    s[NEWCOMERS * WIDTH] = there ? m->of->arrays[ARRAY_inflow_schedule][age] : 0.0;
    m->inflow_total += s[NEWCOMERS * WIDTH];
  }
  weigh(m);
  find_slices(m);
}

// 1 January: those past the open age group join it; the slot they leave is that of the newborn, two years on.
static void op_ageing(struct member *m, long year) {
  long n = m->of->n;
  set_ages(m, year);
  for (int slot = 0; slot < SLOTS; slot++) {
    if (m->age[slot] != AGES) continue;
    int first = m->sex[slot] * RING, to = first + (slot - first + RING - 1) % RING;
    for (long i = 0; i < n; i++) {
      double *from = (double *)(m->x + (slot / WIDTH * n + i) * STATUSES) + slot % WIDTH;
      double *into = (double *)(m->x + (to / WIDTH * n + i) * STATUSES) + to % WIDTH;
      for (int k = 0; k < STATUSES; k++) into[k * WIDTH] += from[k * WIDTH], from[k * WIDTH] = 0.0;
      from = (double *)(m->t + (slot / WIDTH * n + i) * ERRANDS) + slot % WIDTH;
      into = (double *)(m->t + (to / WIDTH * n + i) * ERRANDS) + to % WIDTH;
      for (int k = 0; k < ERRANDS; k++) into[k * WIDTH] += from[k * WIDTH], from[k * WIDTH] = 0.0;
    }
  }
}

static void school_leaving(double *schooling, double entry_years) {
  for (int age = AGES - 1; age > 22; age--) schooling[age] = schooling[age - 1];
  for (int age = 20; age <= 22; age++) schooling[age] = entry_years;
}
