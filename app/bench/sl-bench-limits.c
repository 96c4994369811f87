/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/sl-bench-limits.h"

#include <math.h>
#include <string.h>

#include "app/bench/sl-bench-kernels.h"
#include "app/bench/sl-bench.h"
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/observables/sl-functional.h"
#include "model/support/sl-pool.h"

#define ARRAY_BYTES (64 * 1024 * 1024)
#define SLICE_BYTES (1024 * 1024)
#define N_SLICES (ARRAY_BYTES / SLICE_BYTES)
/* The best of this many tries counts: other load can only slow a try down. */
#define N_TRIES 20
#define N_EXPS 4096
#define N_ROUNDS 20000

/* --- machine -------------------------------------------------------------- */

typedef struct {
  const SlBenchKernels *k;
  const char *data;
  guint64 sum[N_SLICES];
} ReadJob;

static void
read_task (gpointer data, guint slice, guint thread)
{
  ReadJob *job = data;

  job->sum[slice] = job->k->read (job->data + (gsize) slice * SLICE_BYTES, SLICE_BYTES);
}

static double
read_rate (const SlBenchKernels *k, const char *data, guint threads)
{
  ReadJob *job = g_new0 (ReadJob, 1);
  SlPool *pool = sl_pool_new (threads);
  double best = INFINITY;

  job->k = k;
  job->data = data;
  for (guint i = 0; i < N_TRIES; i++)
    {
      double start = sl_bench_now ();

      sl_pool_run (pool, read_task, job, N_SLICES);
      best = MIN (best, sl_bench_now () - start);
    }
  sl_pool_free (pool);
  g_free (job);
  return 1e-9 * ARRAY_BYTES / best;
}

static __attribute__ ((noinline)) double
libm_exps (const double *x, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += exp (x[i]);
  return sum;
}

static double
exp_time (double (*exps) (const double *x, gsize n), const double *x)
{
  volatile double keep = 0.0;
  double best = INFINITY;

  for (guint i = 0; i < 10 * N_TRIES; i++)
    {
      double start = sl_bench_now ();

      keep = exps (x, N_EXPS);
      best = MIN (best, sl_bench_now () - start);
    }
  (void) keep;
  return 1e9 * best / N_EXPS;
}

static double
fma_rate (const SlBenchKernels *k)
{
  volatile float keep = 0.0f, a = 0.999f, b = 0.001f;
  double best = INFINITY;

  for (guint i = 0; i < N_TRIES; i++)
    {
      double start = sl_bench_now ();

      keep = k->fmas (a, b, N_ROUNDS);
      best = MIN (best, sl_bench_now () - start);
    }
  (void) keep;
  return 1e-9 * k->fmas_per_round * N_ROUNDS / best;
}

/* The kernels of the instruction set that the engine uses. */
static const SlBenchKernels *
choose_kernels (void)
{
  static const SlBenchKernels *const all[] = {
#ifdef SL_HAVE_WIDE
    &sl_bench_kernels_avx512, &sl_bench_kernels_avx2,
#endif
    &sl_bench_kernels_base,
  };
  const char *name = sl_kernels_best ()->name;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (strcmp (all[i]->name, name) == 0)
      return all[i];
  return &sl_bench_kernels_base;
}

void
sl_bench_limits_measure (SlBenchLimits *self, guint threads)
{
  const SlBenchKernels *k = choose_kernels ();
  SlPool *pool = sl_pool_new (threads);
  char *data = g_aligned_alloc (ARRAY_BYTES, 1, 64);
  double *x = g_aligned_alloc (N_EXPS, sizeof *x, 64);

  self->threads = sl_pool_threads (pool);
  sl_pool_free (pool);
  memset (data, 1, ARRAY_BYTES);
  for (guint i = 0; i < N_EXPS; i++)
    x[i] = -5.0 + 5.0 * i / N_EXPS;
  self->read_one = read_rate (k, data, 1);
  self->read_all = read_rate (k, data, self->threads);
  self->exp_libm = exp_time (libm_exps, x);
  self->exp_vector = exp_time (k->exps, x);
  self->fmas = fma_rate (k);
  g_aligned_free (x);
  g_aligned_free (data);
}

/* --- stages --------------------------------------------------------------- */

/* Numbers of things, from which the work of a stage is counted. */
typedef struct {
  double ages, young, z, u, nodes, lines, pixels, epochs;
  double curves, light_rows, dust_rows; /* over all ages */
  double functionals, band_pixels;
} Shape;

typedef struct {
  double bytes, fmas, exps_vector, exps_libm; /* fmas of floats: one of doubles counts as two */
  gboolean serial;                            /* on one thread */
} Need;

double
sl_bench_cube_bytes (const SlTemplates *t)
{
  gsize gas = (gsize) t->n_young * t->n_lgu * t->n_met * (t->n_cwave + t->n_line);

  return sizeof (float) * ((double) t->n_age * t->n_met * t->wave_stride + gas);
}

/* The formulas of PHYSICS.md, sections 1 and 2, at every time: seven exponentials and a logarithm. */
static void
need_sfh (const Shape *s, Need *need)
{
  need->exps_libm = 8.0 * SL_N_TABLE;
  need->fmas = 2.0 * SL_N_TABLE * 20.0 * 2.0 * SL_N_SFH_TANGENTS;
  need->serial = TRUE;
}

/* One logarithm and one power for each age and epoch: some ten operations of dual numbers. */
static void
need_epochs (const Shape *s, Need *need)
{
  need->exps_libm = s->epochs * s->ages;
  need->fmas = 2.0 * s->epochs * s->ages * 8.0 * SL_N_SFH_TANGENTS;
}

/* The cube is read and the rows of the SSPs are written, once. */
static void
need_ssp (const Shape *s, Need *need)
{
  double gas = s->young * s->u * s->z * (s->nodes + s->lines);

  need->bytes = sizeof (float) * (s->ages * s->z * s->pixels + gas + s->light_rows * s->pixels);
  need->fmas =
      s->ages * s->z * (1 + SL_N_INTERMEDIATES_OLD) * s->pixels + 5.0 * gas + 15.0 * s->young * s->pixels;
}

/* Two exponentials for each curve and pixel. */
static void
need_dust (const Shape *s, Need *need)
{
  need->bytes = sizeof (float) * s->dust_rows * s->pixels;
  need->exps_vector = 2.0 * s->curves * s->pixels;
}

/* Rows are in the cache while their bands are computed: no bytes. */
static void
need_bands (const Shape *s, Need *need)
{
  need->fmas = (s->light_rows + s->ages * SL_N_DUST_ROWS (SL_DUST_FORMULA_SALIM)) * s->band_pixels;
}

/* Every row is read once. A term is one product and sum for each age and pixel: one for each parameter
 * that acts through masses, and one for each Jacobian term from a parameter to an intermediate. */
static void
need_spectrum (const Shape *s, Need *need)
{
  const double through_masses = SL_PARAM_LGMET_YOUNG + (SL_PARAM_H - SL_PARAM_REDSHIFT + 1);
  const double others = SL_PARAM_FRAC_UNOBSCURED - SL_PARAM_LGMET_YOUNG + 1;
  const double terms = 4 + 1 + 4 + 4 + 5 + 1, gas_terms = 4;

  need->bytes =
      sizeof (float) * ((s->light_rows + s->dust_rows) + 2 + through_masses + others) * s->pixels;
  need->fmas =
      ((2.0 + through_masses + terms) * s->ages + gas_terms * s->young + s->light_rows + s->dust_rows)
      * s->pixels;
}

/* Two small matrix products for each epoch. */
static void
need_observable_histories (const Shape *s, Need *need)
{
  const double slots = 1 + SL_PARAM_FRAC_UNOBSCURED - SL_PARAM_LGMET_YOUNG + 1;

  need->fmas = 2.0 * s->epochs * s->ages * s->functionals * (slots + SL_N_SFH_TANGENTS);
}

static const struct { const char *stage; void (*count) (const Shape *s, Need *need);
} need_table[] = {
  { "sfh", need_sfh },
  { "epochs", need_epochs },
  { "ssp", need_ssp },
  { "dust", need_dust },
  { "bands", need_bands },
  { "spectrum", need_spectrum },
  { "observable histories", need_observable_histories },
};

static guint
pixels_between (const SlTemplates *t, double lo, double hi)
{
  guint n = 0;

  for (guint w = 0; w < t->n_wave; w++)
    n += t->wave[w] > lo && t->wave[w] < hi;
  return n;
}

/* The functionals of a list of observables, and the pixels that they use: a filter at most the two next to
 * each of its nodes, an equivalent width those of its line and of its continuum. */
static void
count_functionals (const SlTemplates *t, const SlFilterSet *filters, const char *const *names, Shape *s)
{
  for (; *names; names++)
    {
      const char *name = strchr (*names, ':') ? strchr (*names, ':') + 1 : *names;
      const SlFilter *filter = sl_filter_set_find (filters, name);
      const SlLineBand *line = sl_line_band_find (name);

      if (filter)
        {
          s->functionals += 1;
          s->band_pixels +=
              MIN (pixels_between (t, filter->wave[0], filter->wave[filter->n - 1]), 2 * filter->n);
        }
      else if (line)
        {
          s->functionals += 2;
          s->band_pixels += 2 * pixels_between (t, line->blue_lo, line->red_hi);
        }
    }
}

gboolean
sl_bench_stage_limit (const SlBenchLimits *self, const char *stage, const SlTemplates *t,
                      const SlFilterSet *filters, const char *const *histories, guint n_epochs,
                      guint n_curves, double *seconds, const char **what)
{
  Shape s = { .ages = t->n_age,
              .young = t->n_lgu ? t->n_young : 0,
              .z = t->n_met,
              .u = t->n_lgu,
              .nodes = t->n_cwave,
              .lines = t->n_line,
              .pixels = t->wave_stride,
              .epochs = n_epochs };
  Need need = { 0 };
  double memory, arithmetic;

  s.light_rows = s.young * SL_N_LIGHT_ROWS + (s.ages - s.young) * (1 + SL_N_INTERMEDIATES_OLD);
  s.curves = n_curves;
  s.dust_rows = s.curves * SL_N_DUST_ROWS (SL_DUST_FORMULA_SALIM);
  count_functionals (t, filters, histories, &s);
  for (guint i = 0; i < G_N_ELEMENTS (need_table); i++)
    if (strcmp (need_table[i].stage, stage) == 0)
      {
        need_table[i].count (&s, &need);
        memory = 1e-9 * need.bytes / (need.serial ? self->read_one : self->read_all);
        arithmetic = 1e-9
                     * (need.exps_libm * self->exp_libm + need.exps_vector * self->exp_vector
                        + need.fmas / self->fmas);
        if (!need.serial)
          arithmetic /= self->threads;
        *seconds = MAX (memory, arithmetic);
        *what = memory > arithmetic ? "memory" : "arithmetic";
        return TRUE;
      }
  return FALSE;
}
