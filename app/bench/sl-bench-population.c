/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench.h"
#include "gpu/host/sl-gpu-population.h"
#include "model/support/sl-error.h"
#include "model/population/sl-population-presets.h"

#define DEFAULT_RUNS 5
#define MOST_RUNS 1000
#define MOST_THREADS 4096

typedef struct {
  double n;                 /* galaxies */
  int runs, threads;        /* threads 0: one per core */
  char *preset, *engine;
  gboolean needed, json;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->preset);
  g_free (self->engine);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

typedef struct { SlBenchSummary wall, cpu; } Times;

static double
cpu_now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* One run on the engine that was asked for: the time of a CPU is not reported as that of a device. */
static gboolean
run_once (SlPopulation *population, const Options *o, guint64 n, SlPopulationResult *result, GError **error)
{
  if (!sl_population_run (population, 0, n, NULL, NULL, result, error))
    return FALSE;
  if (g_strcmp0 (o->engine, "cuda") != 0 || !sl_population_warning (population))
    return TRUE;
  g_set_error_literal (error, SL_ERROR, SL_ERROR_ENGINE, sl_population_warning (population));
  return FALSE;
}

static gboolean
time_runs (SlPopulation *population, const SlPopulationSpec *spec, const Options *o, gboolean gradient,
           Times *out, GError **error)
{
  const guint64 n = (guint64) o->n;
  g_autoptr (SlPopulationResult) result = sl_population_result_new (spec, gradient);
  g_autofree double *wall = g_new (double, o->runs), *cpu = g_new (double, o->runs);

  /* The first run, which does not count, touches the memory that the others use. */
  if (!run_once (population, o, MIN (n, SL_POP_SLAB), result, error))
    return FALSE;
  for (int i = 0; i < o->runs; i++)
    {
      const double w = sl_bench_now (), c = cpu_now ();

      if (!run_once (population, o, n, result, error))
        return FALSE;
      wall[i] = sl_bench_now () - w;
      cpu[i] = cpu_now () - c;
    }
  out->wall = sl_bench_summary (wall, o->runs);
  out->cpu = sl_bench_summary (cpu, o->runs);
  return TRUE;
}

static gboolean
check_options (const SlCommandLine *line, const Options *o, SlPopulationSpec *spec, SlExit *status)
{
  if (!sl_bench_check_range (line, "--n", o->n, 1, 1e12, status)
      || !sl_bench_check_range (line, "--runs", o->runs, 1, MOST_RUNS, status)
      || !sl_bench_check_range (line, "--threads", o->threads, 0, MOST_THREADS, status))
    return FALSE;
  *status = SL_EXIT_USAGE;
  if (o->engine && g_strcmp0 (o->engine, "cpu") != 0 && g_strcmp0 (o->engine, "cuda") != 0)
    sl_command_fail (SL_EXIT_USAGE, _ ("%s: unknown engine “%s”; expected cpu or cuda"), line->command->name,
                     o->engine);
  else if (!sl_population_preset_apply (o->preset ? o->preset : "benchmark", spec))
    sl_command_fail (SL_EXIT_USAGE,
                     _ ("%s: unknown population “%s”; starloom population --list names populations"),
                     line->command->name, o->preset);
  else
    return TRUE;
  return FALSE;
}

static gboolean
measure_population (const Options *o, const SlPopulationSpec *spec, GError **error)
{
  g_autoptr (SlTemplates) templates = NULL;
  g_autoptr (SlFilterSet) filters = NULL;
  g_autoptr (SlPopulation) population = NULL;
  SlPopPhi phi[SL_POP_MAX_PHI];
  Times value, gradient;
  double began, prepared, resident, peak;

  if (!sl_command_load_data (NULL, &templates, &filters, error))
    return FALSE;
  began = sl_bench_now ();
  population = sl_population_new (templates, filters, spec, o->threads, error);
  prepared = sl_bench_now () - began;
  if (!population || (g_strcmp0 (o->engine, "cuda") == 0 && !sl_gpu_population_attach (population, error))
      || !time_runs (population, spec, o, FALSE, &value, error)
      || !time_runs (population, spec, o, TRUE, &gradient, error))
    return FALSE;
  sl_bench_memory (&resident, &peak);
  {
    const SlBenchNumber number[] = {
      { "n", o->n, 0 },
      { "n_phi", sl_population_parameters (spec, phi), 0 },
      { "wall_s", value.wall.median, 4 },
      { "wall_p95_s", value.wall.p95, 4 },
      { "wall_min_s", value.wall.least, 4 },
      { "cpu_s", value.cpu.median, 4 },
      { "gradient_wall_s", gradient.wall.median, 4 },
      { "gradient_wall_p95_s", gradient.wall.p95, 4 },
      { "gradient_wall_min_s", gradient.wall.least, 4 },
      { "gradient_cpu_s", gradient.cpu.median, 4 },
      { "galaxies_per_s", o->n / value.wall.median, 0 },
      { "prepare_ms", 1e3 * prepared, 1 },
      { "resident_mb", resident, 1 },
      { "peak_mb", peak, 1 },
    };

    sl_bench_print ("engine", sl_population_describe (population), number, G_N_ELEMENTS (number), o->json);
  }
  return TRUE;
}

static SlExit
run_population_bench (const SlCommandLine *line)
{
  g_auto (Options) o = { .n = 1e6, .runs = DEFAULT_RUNS };
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRY_JSON (&o.json),
    { "n", 'n', 0, G_OPTION_ARG_DOUBLE, &o.n, N_ ("Galaxies (default: 1000000)"), N_ ("N") },
    { "runs", 'r', 0, G_OPTION_ARG_INT, &o.runs, N_ ("Timed runs (default: 5)"), N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &o.threads, N_ ("Threads (default: one per core)"), N_ ("N") },
    { "preset", 'p', 0, G_OPTION_ARG_STRING, &o.preset, N_ ("Population (default: benchmark)"), N_ ("NAME") },
    { "engine", 0, 0, G_OPTION_ARG_STRING, &o.engine, N_ ("cpu (default) or cuda"), N_ ("NAME") },
    { "needed", 0, 0, G_OPTION_ARG_NONE, &o.needed, N_ ("Only the bands of the histogram and the cut"),
      NULL },
    { NULL }
  };
  SlPopulationSpec spec;
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status) || !check_options (line, &o, &spec, &status))
    return status;
  spec.only_needed = o.needed;
  return measure_population (&o, &spec, &error) ? SL_EXIT_OK : sl_command_fail_error (SL_EXIT_FAULT, error);
}

const SlBench sl_bench_population = {
  .name = "population",
  .summary = N_ ("Time a population: histories, bands, a cut, a histogram and its gradient"),
  .help = N_ (
    "The benchmark of the DSPS paper (section 5): a million Diffstar histories on 100 times, six bands at\n"
    "z = 0, a cut in g - r, a histogram in r.\n"
    "  wall_s, cpu_s    medians without the gradient\n"
    "  gradient_wall_s  median with the derivatives of all bins by all parameters of the population\n"
    "  prepare_ms       preparing the light of the templates, once for each population"),
  .run = run_population_bench,
};
