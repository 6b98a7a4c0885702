// B1 in C. NUMBER is double or float, LANES the members side by side in a block, TILE the counties of a tile of the product.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <omp.h>

enum {a, b, m, rho, h, phi, nr, nm, nu, tau_a, tau_c, life, gu, eps, gr, kappa, PARAMETERS};
enum {R, M, U, C, P, YU, YR, STOCKS};

static inline NUMBER power(NUMBER x, NUMBER y) { return sizeof(NUMBER) == 4 ? powf(x, y) : pow(x, y); }
static inline NUMBER exponential(NUMBER x) { return sizeof(NUMBER) == 4 ? expf(x) : exp(x); }
static inline NUMBER logarithm(NUMBER x) { return sizeof(NUMBER) == 4 ? logf(x) : log(x); }

// A member a task, loops over counties: what one writes first.
void run_plainly(long n, long members, long rounds, NUMBER step, const NUMBER *weight, const NUMBER *back, const NUMBER *start,
                 const NUMBER *parameters, NUMBER *ends) {
#pragma omp parallel
  {
    NUMBER *x = malloc(sizeof(NUMBER) * n * (STOCKS + 4)), *A = x + STOCKS * n, *sat = A + n, *out = sat + n, *pressure = out + n;
#pragma omp for schedule(static)
    for (long member = 0; member < members; member++) {
      const NUMBER *p = parameters + member * PARAMETERS;
      memcpy(x, start, sizeof(NUMBER) * STOCKS * n);
      for (long round = 0; round < rounds; round++) {
        for (long i = 0; i < n; i++) {
          NUMBER full = x[C * n + i] / (x[U * n + i] + p[phi] * x[M * n + i]);
          sat[i] = full < 1 ? full : 1;
          A[i] = power(x[YU * n + i], p[a]) * power(sat[i], p[b]);
        }
        for (long i = 0; i < n; i++) {
          NUMBER offered = 0;
          for (long j = 0; j < n; j++) offered += weight[i * n + j] * A[j];
          out[i] = p[m] * x[R * n + i] * x[YU * n + i] / x[YR * n + i];
          pressure[i] = out[i] / offered;
        }
        for (long i = 0; i < n; i++) {
          NUMBER drawn = 0;
          for (long j = 0; j < n; j++) drawn += back[i * n + j] * pressure[j];
          NUMBER r = x[R * n + i], mi = x[M * n + i], u = x[U * n + i], c = x[C * n + i], yu = x[YU * n + i], yr = x[YR * n + i];
          NUMBER lack = u + p[phi] * mi - c, ret = p[rho] * mi, conv = p[h] * mi * sat[i], comp = x[P * n + i] / p[tau_c];
          NUMBER inv = (lack > 0 ? lack : 0) / p[tau_a], gain = power((mi + u) / (start[M * n + i] + start[U * n + i]), p[eps]);
          x[R * n + i] += step * (p[nr] * r - out[i] + ret);
          x[M * n + i] += step * (p[nm] * mi + A[i] * drawn - ret - conv);
          x[U * n + i] += step * (p[nu] * u + conv);
          x[C * n + i] += step * (comp - c / p[life]);
          x[P * n + i] += step * (inv - comp);
          x[YU * n + i] += step * (yu * p[gu] * gain);
          x[YR * n + i] += step * (yr * (p[gr] + p[kappa] * (yu / yr - 1)));
        }
      }
      memcpy(ends + member * STOCKS * n, x, sizeof(NUMBER) * STOCKS * n);
    }
    free(x);
  }
}

// made [county, lane] = weight [county, county] times given [county, lane], a tile of counties held in registers.
static void multiply(long n, const NUMBER *restrict weight, const NUMBER *restrict given, NUMBER *restrict made) {
  for (long first = 0; first < n; first += TILE) {
    long rows = first + TILE <= n ? TILE : n - first;
    NUMBER sum[TILE][LANES];
    memset(sum, 0, sizeof sum);
    if (rows == TILE) {
      for (long j = 0; j < n; j++) {
#pragma GCC unroll 16
        for (long row = 0; row < TILE; row++) {
          NUMBER w = weight[(first + row) * n + j];
#pragma omp simd
          for (long lane = 0; lane < LANES; lane++) sum[row][lane] += w * given[j * LANES + lane];
        }
      }
    } else {
      for (long j = 0; j < n; j++)
        for (long row = 0; row < rows; row++)
          for (long lane = 0; lane < LANES; lane++) sum[row][lane] += weight[(first + row) * n + j] * given[j * LANES + lane];
    }
    memcpy(made + first * LANES, sum, sizeof(NUMBER) * rows * LANES);
  }
}

// Members side by side in blocks, so that the ways between counties are matrix products and nothing is worked out one by one.
void run_blocks(long n, long members, long rounds, NUMBER step, const NUMBER *weight, const NUMBER *back, const NUMBER *start,
                const NUMBER *parameters, NUMBER *ends) {
  long blocks = (members + LANES - 1) / LANES, size = n * LANES;
#pragma omp parallel
  {
    NUMBER *x = aligned_alloc(64, sizeof(NUMBER) * size * (STOCKS + 5));
    NUMBER *A = x + STOCKS * size, *sat = A + size, *pressure = sat + size, *offered = pressure + size, *drawn = offered + size;
    NUMBER p[PARAMETERS][LANES] __attribute__((aligned(64)));
#pragma omp for schedule(dynamic, 1)
    for (long block = 0; block < blocks; block++) {
      for (long lane = 0; lane < LANES; lane++) {
        long member = block * LANES + lane < members ? block * LANES + lane : members - 1;
        for (long k = 0; k < PARAMETERS; k++) p[k][lane] = parameters[member * PARAMETERS + k];
      }
      for (long k = 0; k < STOCKS * n; k++)
        for (long lane = 0; lane < LANES; lane++) x[k * LANES + lane] = start[k];
      for (long round = 0; round < rounds; round++) {
        for (long at = 0; at < size; at += LANES)
#pragma omp simd
          for (long lane = 0; lane < LANES; lane++) {
            long i = at + lane;
            NUMBER full = x[C * size + i] / (x[U * size + i] + p[phi][lane] * x[M * size + i]);
            sat[i] = full < 1 ? full : 1;
            A[i] = exponential(p[a][lane] * logarithm(x[YU * size + i]) + p[b][lane] * logarithm(sat[i]));
          }
        multiply(n, weight, A, offered);
        for (long at = 0; at < size; at += LANES)
#pragma omp simd
          for (long lane = 0; lane < LANES; lane++) {
            long i = at + lane;
            pressure[i] = p[m][lane] * x[R * size + i] * x[YU * size + i] / (x[YR * size + i] * offered[i]);
          }
        multiply(n, back, pressure, drawn);
        for (long at = 0; at < size; at += LANES) {
          NUMBER towns = start[M * n + at / LANES] + start[U * n + at / LANES];
#pragma omp simd
          for (long lane = 0; lane < LANES; lane++) {
            long i = at + lane;
            NUMBER r = x[R * size + i], mi = x[M * size + i], u = x[U * size + i], c = x[C * size + i], yu = x[YU * size + i];
            NUMBER yr = x[YR * size + i], begun = x[P * size + i], out = pressure[i] * offered[i];
            NUMBER lack = u + p[phi][lane] * mi - c, ret = p[rho][lane] * mi, conv = p[h][lane] * mi * sat[i];
            NUMBER inv = (lack > 0 ? lack : 0) / p[tau_a][lane], comp = begun / p[tau_c][lane];
            NUMBER gain = exponential(p[eps][lane] * logarithm((mi + u) / towns));
            x[R * size + i] = r + step * (p[nr][lane] * r - out + ret);
            x[M * size + i] = mi + step * (p[nm][lane] * mi + A[i] * drawn[i] - ret - conv);
            x[U * size + i] = u + step * (p[nu][lane] * u + conv);
            x[C * size + i] = c + step * (comp - c / p[life][lane]);
            x[P * size + i] = begun + step * (inv - comp);
            x[YU * size + i] = yu + step * (yu * p[gu][lane] * gain);
            x[YR * size + i] = yr + step * (yr * p[gr][lane] + p[kappa][lane] * (yu - yr));
          }
        }
      }
      for (long lane = 0; lane < LANES && block * LANES + lane < members; lane++)
        for (long k = 0; k < STOCKS * n; k++) ends[(block * LANES + lane) * STOCKS * n + k] = x[k * LANES + lane];
    }
    free(x);
  }
}
