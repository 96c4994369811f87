/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench.h"
#include "model/inference/sl-diagnostics.h"
#include "model/inference/sl-fit.h"
#include "model/inference/sl-random.h"
#include "model/inference/sl-sampler.h"

/* Fits and samples of one galaxy: six observed bands, twelve free parameters. */

#define CHAINS 64
#define DEFAULT_RUNS 5
#define MOST_RUNS 1000
#define DEFAULT_WARMUP 200
#define DEFAULT_DRAWS 100
/* Of each band. */
#define SIGMA_MAG 0.05
#define REDSHIFT 0.4
/* Gradients of a run, so that it lasts longer than the timer and the threads need. */
#define GRADIENTS 20

typedef struct {
  int runs, threads, warmup, draws;
  gboolean dense, json;
} Options;

typedef struct {
  const Options *options;
  SlTemplates *templates;
  SlFilterSet *filters;
  SlInference *inference;
  double truth[SL_N_PARAMS]; /* (dim) u */
} Bench;

static const char *const bands[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r",
                                     "obs:LSST/i", "obs:LSST/z", "obs:LSST/y" };
#define N_BANDS G_N_ELEMENTS (bands)

/* History, metals and dust; with its redshift free a galaxy has one parameter more. */
static const SlParamId free_params[] = {
  SL_PARAM_LOGM0,     SL_PARAM_LGMCRIT,      SL_PARAM_LGY_AT_MCRIT, SL_PARAM_INDX_LO, SL_PARAM_LG_QT,
  SL_PARAM_QLGLGDT,   SL_PARAM_LG_DROP,      SL_PARAM_LG_REJUV,     SL_PARAM_LGMET_OLD,
  SL_PARAM_AV_YOUNG,  SL_PARAM_AV_OLD,       SL_PARAM_DELTA_OLD,    SL_PARAM_REDSHIFT,
};
#define N_KNOWN_REDSHIFT (G_N_ELEMENTS (free_params) - 1)

/* A star-forming galaxy measured with noise; the truth in u. */
static gboolean
make_problem (Bench *self, guint n_free, GError **error)
{
  g_autoptr (SlMeasurements) m = sl_measurements_new ();
  double x[SL_N_PARAMS], predicted[N_BANDS];
  const SlInferenceTerms terms = { .predicted = predicted };
  SlInferenceConfig config = { .templates = self->templates, .filters = self->filters, .measurements = m,
                               .free = free_params, .n_free = n_free,
                               .threads = (guint) self->options->threads };
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  galaxy.value[SL_PARAM_REDSHIFT] = REDSHIFT;
  galaxy.value[SL_PARAM_LG_QT] = 0.8;
  galaxy.value[SL_PARAM_LG_DROP] = -1.3;
  galaxy.value[SL_PARAM_LG_REJUV] = -0.6;
  galaxy.value[SL_PARAM_LGMET_OLD] = -1.9;
  galaxy.value[SL_PARAM_AV_YOUNG] = galaxy.value[SL_PARAM_AV_OLD] = 0.6;
  config.base = &galaxy;
  for (guint i = 0; i < N_BANDS; i++)
    if (!sl_measurements_add (m, bands[i], SL_MEASUREMENT_VALUE, 20.0, SIGMA_MAG, error))
      return FALSE;
  g_clear_pointer (&self->inference, sl_inference_free);
  if (!(self->inference = sl_inference_new (&config, error)))
    return FALSE;
  for (guint i = 0; i < n_free; i++)
    x[i] = galaxy.value[free_params[i]];
  sl_inference_from_parameters (self->inference, x, self->truth, NULL);
  if (!sl_inference_evaluate (self->inference, self->truth, 1, &terms, error))
    return FALSE;
  sl_measurements_mock (m, predicted, 1);
  return sl_inference_set_measurements (self->inference, m, error);
}

/* Starts about the truth. g_free. */
static double *
starts_of (const Bench *self, double reach)
{
  const guint dim = sl_inference_dim (self->inference);
  double *u = g_new (double, CHAINS *dim);

  for (guint c = 0; c < CHAINS; c++)
    {
      const SlRandomPlace place = { 1, 0, c, 100 };

      sl_random_normal (&place, u + c * dim, dim);
      for (guint p = 0; p < dim; p++)
        u[c * dim + p] = self->truth[p] + reach * u[c * dim + p];
    }
  return u;
}

/* Microseconds for a chain and gradient. */
static gboolean
time_gradient (Bench *self, double *us, GError **error)
{
  const guint dim = sl_inference_dim (self->inference);
  g_autofree double *u = starts_of (self, 0.3), *density = g_new (double, CHAINS),
                    *gradient = g_new (double, CHAINS *dim),
                    *seconds = g_new (double, self->options->runs);

  /* The first run makes tables. */
  for (int i = -1; i < self->options->runs; i++)
    {
      const double began = sl_bench_now ();

      for (guint k = 0; k < GRADIENTS; k++)
        if (!sl_inference_log_density (self->inference, u, CHAINS, density, gradient, error))
          return FALSE;
      if (i >= 0)
        seconds[i] = sl_bench_now () - began;
    }
  *us = 1e6 * sl_bench_summary (seconds, self->options->runs).median / (GRADIENTS * CHAINS);
  return TRUE;
}

/* Seconds of a fit from a poor start: a draw of the prior. */
static gboolean
time_fit (Bench *self, double *median, GError **error)
{
  g_autofree double *seconds = g_new (double, self->options->runs);
  g_autoptr (GRand) rng = g_rand_new_with_seed (7);

  for (int i = 0; i < self->options->runs; i++)
    {
      double x[SL_N_PARAMS];
      const SlFitOptions options = { .start = x, .n_starts = 1, .seed = 1 };
      g_auto (SlFit) fit = { 0 };
      double began;

      sl_inference_draw_prior (self->inference, rng, x);
      began = sl_bench_now ();
      if (!sl_fit_run (self->inference, &options, &fit, error))
        return FALSE;
      seconds[i] = sl_bench_now () - began;
    }
  *median = sl_bench_summary (seconds, self->options->runs).median;
  return TRUE;
}

/* What a run of the sampler says. */
typedef struct {
  double per_1000_ess, least_ess, gradients, rhat, frames_per_s;
} Sampled;

/* Samples, without the warm-up; a trajectory is a frame. */
static gboolean
time_sampler (Bench *self, Sampled *out, GError **error)
{
  const guint dim = sl_inference_dim (self->inference), draws = (guint) self->options->draws;
  const SlSamplerConfig config = { sl_inference_target, self->inference, dim, CHAINS, 1,
                                   (guint) self->options->warmup, self->options->dense };
  g_autofree double *start = starts_of (self, 0.1), *x = g_new (double, (gsize) draws *CHAINS *dim),
                    *frame = g_new (double, draws);
  g_autoptr (SlSampler) sampler = sl_sampler_new (&config, start, error);
  SlSamplerReport report;
  double began, frame_began;
  guint64 gradients;

  for (guint i = 0; i < config.warmup && sampler; i++)
    if (!sl_sampler_step (sampler, &report, error))
      return FALSE;
  if (!sampler)
    return FALSE;
  began = sl_bench_now ();
  gradients = sl_sampler_n_gradients (sampler);
  for (guint t = 0; t < draws; t++)
    {
      frame_began = sl_bench_now ();
      if (!sl_sampler_step (sampler, &report, error))
        return FALSE;
      frame[t] = sl_bench_now () - frame_began;
      memcpy (x + (gsize) t * CHAINS * dim, sl_sampler_positions (sampler), CHAINS * dim * sizeof *x);
    }
  *out = (Sampled) { sl_bench_now () - began, INFINITY, 0.0, 0.0, 0.0 };
  out->gradients = (double) (sl_sampler_n_gradients (sampler) - gradients) / draws;
  for (guint p = 0; p < dim; p++)
    {
      SlDiagnostics d;

      sl_diagnose (x + p, CHAINS, draws, dim, (gsize) CHAINS * dim, &d);
      out->least_ess = fmin (out->least_ess, fmin (d.ess_bulk, d.ess_tail));
      out->rhat = fmax (out->rhat, d.rhat);
    }
  out->per_1000_ess *= 1000.0 / out->least_ess;
  out->frames_per_s = 1.0 / sl_bench_summary (frame, draws).median;
  return TRUE;
}

static gboolean
measure (Bench *self, GError **error)
{
  double gradient_us, fit_s, resident, peak;
  Sampled known, freed;

  if (!sl_command_load_data (NULL, &self->templates, &self->filters, error)
      || !make_problem (self, N_KNOWN_REDSHIFT, error) || !time_gradient (self, &gradient_us, error)
      || !time_fit (self, &fit_s, error) || !time_sampler (self, &known, error)
      || !make_problem (self, G_N_ELEMENTS (free_params), error) || !time_sampler (self, &freed, error))
    return FALSE;
  sl_bench_memory (&resident, &peak);
  {
    const SlBenchNumber number[] = {
      { "gradient_us", gradient_us, 1 },
      { "fit_median_s", fit_s, 4 },
      { "seconds_per_1000_ess", known.per_1000_ess, 2 },
      { "least_ess", known.least_ess, 0 },
      { "largest_r_hat", known.rhat, 4 },
      { "gradients_per_draw", known.gradients, 1 },
      { "live_frames_per_s", known.frames_per_s, 1 },
      { "redshift_free_seconds_per_1000_ess", freed.per_1000_ess, 2 },
      { "peak_mb", peak, 1 },
    };

    sl_bench_print ("problem", _ ("six observed bands, twelve free parameters, 64 chains"), number,
                    G_N_ELEMENTS (number), self->options->json);
  }
  return TRUE;
}

static SlExit
run_fit_bench (const SlCommandLine *line)
{
  Options o = { .runs = DEFAULT_RUNS, .warmup = DEFAULT_WARMUP, .draws = DEFAULT_DRAWS };
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRY_JSON (&o.json),
    { "runs", 'r', 0, G_OPTION_ARG_INT, &o.runs, N_ ("Timed runs (default: 5)"), N_ ("N") },
    { "warmup", 0, 0, G_OPTION_ARG_INT, &o.warmup, N_ ("Trajectories that adapt (default: 200)"), N_ ("N") },
    { "draws", 0, 0, G_OPTION_ARG_INT, &o.draws, N_ ("Timed trajectories (default: 100)"), N_ ("N") },
    { "dense", 0, 0, G_OPTION_ARG_NONE, &o.dense, N_ ("A mass matrix with all its entries"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &o.threads, N_ ("Threads (default: one per core)"), N_ ("N") },
    { NULL }
  };
  Bench self = { .options = &o };
  GError *error = NULL;
  gboolean good;
  SlExit status;

  if (!sl_command_parse (line, entries, &status)
      || !sl_bench_check_range (line, "--runs", o.runs, 1, MOST_RUNS, &status)
      || !sl_bench_check_range (line, "--warmup", o.warmup, 0, 1e6, &status)
      || !sl_bench_check_range (line, "--draws", o.draws, 8, 1e6, &status)
      || !sl_bench_check_range (line, "--threads", o.threads, 0, 4096, &status))
    return status;
  good = measure (&self, &error);
  g_clear_pointer (&self.inference, sl_inference_free);
  g_clear_pointer (&self.templates, sl_templates_unref);
  g_clear_pointer (&self.filters, sl_filter_set_unref);
  return good ? SL_EXIT_OK : sl_command_fail_error (SL_EXIT_FAULT, error);
}

const SlBench sl_bench_fit = {
  .name = "fit",
  .summary = N_ ("Time fits and samples of a galaxy: gradients, fits, effective draws"),
  .help = N_ ("Six observed LSST bands to 0.05 mag, twelve free parameters, 64 chains.\n"
              "  gradient_us           of all chains at once, for each\n"
              "  fit_median_s          a fit from a draw of the prior\n"
              "  seconds_per_1000_ess  of the least parameter, bulk or tail, after the warm-up\n"
              "  live_frames_per_s     a trajectory of all chains a frame\n"
              "  redshift_free_…       the same with the redshift free, too\n"
              "  peak_mb               most memory of this process"),
  .run = run_fit_bench,
};
