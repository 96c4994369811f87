/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench.h"
#include "model/batch/sl-batch.h"
#include "model/engine/sl-engine.h"

/* Many galaxies at once, each with a redshift of its own, beside the engine of one galaxy. */

#define DEFAULT_N 100000
#define DEFAULT_RUNS 5
#define MOST_RUNS 1000
#define MOST_THREADS 4096
/* Galaxies by the engine of one galaxy, in the same run. */
#define N_SINGLE 200
#define REDSHIFT_LO 0.05
#define REDSHIFT_HI 3.0

typedef struct {
  double n;
  int runs, threads;
  char *only; /* name of the one rate that is measured; NULL: all */
  gboolean json;
} Options;

typedef struct {
  const Options *options;
  SlTemplates *templates;
  SlFilterSet *filters;
  SlGalaxy base;
  double *value; /* (n, parameters) */
  gboolean at_rest;
} Bench;

static const char *const observed[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i",
                                        "obs:LSST/z", "obs:LSST/y", NULL };
static const char *const rest[] = { "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i",
                                    "rest:LSST/z", "rest:LSST/y", NULL };
static const char *const lines[] = {
  "line:Halpha", "line:Hbeta", "line:OIII5007", "line:OII3727", "line:NII6584", "line:SII6717", NULL
};

/* Twelve free parameters: history, metals by age, dust, redshift. */
static const SlParamId free_params[] = {
  SL_PARAM_LOGM0,    SL_PARAM_LGMCRIT,     SL_PARAM_LGY_AT_MCRIT, SL_PARAM_LG_QT,
  SL_PARAM_LG_DROP,  SL_PARAM_LGMET_YOUNG, SL_PARAM_LGMET_OLD,    SL_PARAM_LGU_MEAN,
  SL_PARAM_AV_YOUNG, SL_PARAM_AV_OLD,      SL_PARAM_DELTA_YOUNG,  SL_PARAM_REDSHIFT,
};
#define N_FREE G_N_ELEMENTS (free_params)

/* Within a tenth of the range about the default; redshifts evenly over all. */
static void
draw_galaxies (Bench *self)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (1);
  const gsize n = (gsize) self->options->n;

  sl_galaxy_init (&self->base);
  self->base.value[SL_PARAM_LGMET_LGAGE_MID] = -1.0;
  self->value = g_new (double, n *N_FREE);
  for (gsize i = 0; i < n; i++)
    for (guint p = 0; p < N_FREE; p++)
      {
        double def, lo, hi, reach;

        sl_galaxy_range (&self->base, free_params[p], &def, &lo, &hi);
        reach = 0.1 * (hi - lo);
        self->value[i * N_FREE + p] =
            free_params[p] == SL_PARAM_REDSHIFT
                ? g_rand_double_range (rng, REDSHIFT_LO, REDSHIFT_HI)
                : g_rand_double_range (rng, MAX (lo, def - reach), MIN (hi, def + reach));
      }
}

static gboolean
get_galaxy (gpointer data, gsize i, SlGalaxy *galaxy)
{
  const Bench *self = data;

  *galaxy = self->base;
  for (guint p = 0; p < N_FREE; p++)
    galaxy->value[free_params[p]] = self->value[i * N_FREE + p];
  if (self->at_rest)
    galaxy->value[SL_PARAM_REDSHIFT] = 0.1;
  return TRUE;
}

/* Galaxies per second of one list of observables, in the median; 0 with an error. first: seconds of the first
 * run, which makes tables. */
static double
time_batch (Bench *self, const char *const *names, gboolean jacobian, gsize n, const char **description,
            GError **error)
{
  const SlBatchConfig config = { .templates = self->templates,
                                 .filters = self->filters,
                                 .observables = names,
                                 .threads = (guint) self->options->threads };
  const guint n_obs = g_strv_length ((char **) names);
  g_autoptr (SlBatch) batch = sl_batch_new (&config, error);
  g_autofree double *values = g_new (double, n *n_obs), *slopes = NULL,
                    *seconds = g_new (double, self->options->runs);
  SlBatchRun run = {
    .galaxy = get_galaxy, .data = self, .n = n, .params = free_params, .n_params = N_FREE, .values = values
  };
  SlBatchReport report;

  if (!batch)
    return 0.0;
  if (jacobian)
    run.jacobian = slopes = g_new (double, n *n_obs *N_FREE);
  /* The first run, which does not count, makes the tables. */
  if (!sl_batch_run (batch, &run, &report, error))
    return 0.0;
  for (int i = 0; i < self->options->runs; i++)
    {
      const double began = sl_bench_now ();

      if (!sl_batch_run (batch, &run, &report, error))
        return 0.0;
      seconds[i] = sl_bench_now () - began;
    }
  if (description)
    *description = g_intern_string (sl_batch_describe (batch));
  return n / sl_bench_summary (seconds, self->options->runs).median;
}

/* The same by the engine of one galaxy. */
static double
time_single (Bench *self, GError **error)
{
  const SlEngineConfig config = { .templates = self->templates,
                                  .filters = self->filters,
                                  .observables = observed,
                                  .threads = (guint) self->options->threads };
  g_autoptr (SlEngine) engine = sl_engine_new (&sl_engine_cpu, &config, error);
  g_autoptr (SlResult) result = engine ? sl_result_new (engine) : NULL;
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES };
  double began = 0.0;

  if (!engine)
    return 0.0;
  for (guint i = 0; i < N_SINGLE + 1; i++)
    {
      get_galaxy (self, i % (gsize) self->options->n, &request.galaxy);
      if (!sl_engine_evaluate (engine, &request, result, error))
        return 0.0;
      if (i == 0)
        began = sl_bench_now ();
    }
  return N_SINGLE / (sl_bench_now () - began);
}

typedef enum { SINGLE, VALUES, JACOBIAN, REST_VALUES, LINES, N_RATES } Rate;

static const char *const rate_names[N_RATES + 1] = {
  [SINGLE] = "single_engine_per_s",   [VALUES] = "values_per_s", [JACOBIAN] = "jacobian_per_s",
  [REST_VALUES] = "rest_values_per_s", [LINES] = "lines_per_s",
};

static double
time_rate (Bench *self, Rate rate, const char **description, GError **error)
{
  const gsize n = (gsize) self->options->n;
  const char *const *names = rate == REST_VALUES ? rest : rate == LINES ? lines : observed;

  if (rate == SINGLE)
    return time_single (self, error);
  self->at_rest = rate == REST_VALUES || rate == LINES;
  return time_batch (self, names, rate == JACOBIAN, rate == JACOBIAN ? MAX (n / 4, 1) : n, description,
                     error);
}

static gboolean
measure (Bench *self, GError **error)
{
  const char *description = "";
  SlBenchNumber number[N_RATES + 2] = { { "n", self->options->n, 0 } };
  double resident, peak;
  guint k = 1;

  if (!sl_command_load_data (NULL, &self->templates, &self->filters, error))
    return FALSE;
  draw_galaxies (self);
  for (Rate rate = 0; rate < N_RATES; rate++)
    {
      const char *only = self->options->only;
      double per_s;

      self->at_rest = FALSE;
      if (only && strcmp (only, rate_names[rate]) != 0)
        continue;
      if (!(per_s = time_rate (self, rate, &description, error)))
        return FALSE;
      number[k++] = (SlBenchNumber) { rate_names[rate], per_s, 0 };
    }
  sl_bench_memory (&resident, &peak);
  number[k++] = (SlBenchNumber) { "peak_mb", peak, 1 };
  sl_bench_print ("engine", description, number, k, self->options->json);
  return TRUE;
}

static SlExit
run_batch_bench (const SlCommandLine *line)
{
  Options o = { .n = DEFAULT_N, .runs = DEFAULT_RUNS };
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRY_JSON (&o.json),
    { "n", 'n', 0, G_OPTION_ARG_DOUBLE, &o.n, N_ ("Galaxies (default: 100000)"), N_ ("N") },
    { "runs", 'r', 0, G_OPTION_ARG_INT, &o.runs, N_ ("Timed runs (default: 5)"), N_ ("N") },
    { "only", 0, 0, G_OPTION_ARG_STRING, &o.only, N_ ("Measure one rate alone"), N_ ("KEY") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &o.threads, N_ ("Threads (default: one per core)"), N_ ("N") },
    { NULL }
  };
  Bench self = { .options = &o };
  GError *error = NULL;
  gboolean good;
  SlExit status;

  if (!sl_command_parse (line, entries, &status) || !sl_bench_check_range (line, "--n", o.n, 1, 1e7, &status)
      || !sl_bench_check_range (line, "--runs", o.runs, 1, MOST_RUNS, &status)
      || !sl_bench_check_range (line, "--threads", o.threads, 0, MOST_THREADS, &status))
    return status;
  if (o.only && !g_strv_contains (rate_names, o.only))
    {
      g_autofree char *names = g_strjoinv (", ", (char **) rate_names);

      g_free (o.only);
      return sl_command_fail (SL_EXIT_USAGE, _ ("--only: expected one of %s"), names);
    }
  good = measure (&self, &error);
  g_free (self.value);
  g_free (o.only);
  g_clear_pointer (&self.templates, sl_templates_unref);
  g_clear_pointer (&self.filters, sl_filter_set_unref);
  return good ? SL_EXIT_OK : sl_command_fail_error (SL_EXIT_FAULT, error);
}

const SlBench sl_bench_batch = {
  .name = "batch",
  .summary = N_ ("Time many galaxies at once: observed bands, derivatives, lines"),
  .help = N_ ("Galaxies with histories, metals by age, dust and redshifts of their own, 0.05 to 3.\n"
              "  values_per_s         galaxies a second, six observed LSST bands\n"
              "  jacobian_per_s       the same with the derivatives by twelve parameters\n"
              "  rest_values_per_s    six LSST bands in the rest frame\n"
              "  lines_per_s          luminosities of six emission lines\n"
              "  single_engine_per_s  six observed bands by the engine of one galaxy\n"
              "  peak_mb              most memory of this process"),
  .run = run_batch_bench,
};
