/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <time.h>

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "app/bench/sl-bench-private.h"
#include "app/commands/sl-cmd-derivatives.h"
#include "gpu/host/sl-gpu-population.h"
#include "model/io/sl-data.h"
#include "model/population/sl-population-presets.h"

#define DEFAULT_RUNS 5
#define MOST_RUNS 1000

static double
cpu_now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

typedef struct { double wall, wall_p95, wall_least, cpu; } Times;

static gboolean
measure (SlPopulation *population, const SlPopulationSpec *spec, guint64 n, gboolean gradient, guint runs,
         Times *out, GError **error)
{
  g_autoptr (SlPopulationResult) result = sl_population_result_new (spec, gradient);
  g_autofree double *wall = g_new (double, runs), *cpu = g_new (double, runs);

  /* The first touches memory that the others find. */
  if (!sl_population_run (population, 0, MIN (n, SL_POP_SLAB), NULL, NULL, result, error))
    return FALSE;
  for (guint i = 0; i < runs; i++)
    {
      const double w = sl_bench_now (), c = cpu_now ();

      if (!sl_population_run (population, 0, n, NULL, NULL, result, error))
        return FALSE;
      wall[i] = sl_bench_now () - w;
      cpu[i] = cpu_now () - c;
    }
  sl_bench_summary (wall, runs, &out->wall, &out->wall_p95, &out->wall_least);
  sl_bench_summary (cpu, runs, &out->cpu, NULL, NULL);
  return TRUE;
}

SlExit
sl_bench_population (const SlCommandLine *line)
{
  gboolean json = FALSE, needed = FALSE;
  int runs = DEFAULT_RUNS, threads = 0;
  double n = 1e6;
  g_autofree char *preset = NULL, *engine = NULL;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Write JSON and nothing else"), NULL },
    { "n", 'n', 0, G_OPTION_ARG_DOUBLE, &n, N_ ("Galaxies (default: 1000000)"), N_ ("N") },
    { "runs", 'r', 0, G_OPTION_ARG_INT, &runs, N_ ("Runs that count (default: 5)"), N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_ ("Threads (default: one per core)"), N_ ("N") },
    { "preset", 'p', 0, G_OPTION_ARG_STRING, &preset, N_ ("Another population than the paper’s"),
      N_ ("NAME") },
    { "engine", 0, 0, G_OPTION_ARG_STRING, &engine, N_ ("cpu (default) or cuda"), N_ ("NAME") },
    { "needed", 0, 0, G_OPTION_ARG_NONE, &needed, N_ ("Only the bands of the histogram and of the cut"),
      NULL },
    { NULL }
  };
  g_autofree char *ssp = sl_data_path ("ssp_bc03_miles.h5"), *flt = sl_data_path ("filters.h5"),
                  *cpu = sl_bench_cpu ();
  g_autoptr (SlTemplates) templates = NULL;
  g_autoptr (SlFilterSet) filters = NULL;
  g_autoptr (SlPopulation) population = NULL;
  SlPopulationSpec spec;
  SlPopPhi phi[SL_POP_MAX_PHI];
  GError *error = NULL;
  Times value, gradient;
  double began, made, resident, peak;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!(n >= 1 && n <= 1e12) || runs < 1 || runs > MOST_RUNS || threads < 0 || threads > 4096)
    return sl_command_fail (SL_EXIT_USAGE, _ ("bench: --n: a number from 1 to 1e12; --runs: from 1 to %d"),
                            MOST_RUNS);
  if (engine && g_strcmp0 (engine, "cpu") != 0 && g_strcmp0 (engine, "cuda") != 0)
    return sl_command_fail (SL_EXIT_USAGE, _ ("bench: there are the engines cpu and cuda"));
  if (!sl_population_preset_apply (preset ? preset : "benchmark", &spec))
    return sl_command_fail (SL_EXIT_USAGE,
                            _ ("bench: there is no population “%s”; starloom population --list names them"),
                            preset);
  spec.only_needed = needed;
  templates = sl_templates_load (ssp, &error);
  filters = templates ? sl_filter_set_load (flt, &error) : NULL;
  began = sl_bench_now ();
  population = filters ? sl_population_new (templates, filters, &spec, threads, &error) : NULL;
  made = sl_bench_now () - began;
  if (!population || (g_strcmp0 (engine, "cuda") == 0 && !sl_gpu_population_attach (population, &error))
      || !measure (population, &spec, n, FALSE, runs, &value, &error)
      || !measure (population, &spec, n, TRUE, runs, &gradient, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  sl_bench_memory (&resident, &peak);
  {
    const SlBenchFigure figure[] = {
      { "n", n, 0 },
      { "n_phi", sl_population_parameters (&spec, phi), 0 },
      { "wall_s", value.wall, 4 },
      { "wall_p95_s", value.wall_p95, 4 },
      { "wall_min_s", value.wall_least, 4 },
      { "cpu_s", value.cpu, 4 },
      { "gradient_wall_s", gradient.wall, 4 },
      { "gradient_wall_p95_s", gradient.wall_p95, 4 },
      { "gradient_wall_min_s", gradient.wall_least, 4 },
      { "gradient_cpu_s", gradient.cpu, 4 },
      { "galaxies_per_s", n / value.wall, 0 },
      { "prepare_ms", 1e3 * made, 1 },
      { "resident_mb", resident, 1 },
      { "peak_mb", peak, 1 },
    };

    if (json)
      {
        JsonBuilder *builder = json_builder_new ();

        json_builder_begin_object (builder);
        sl_cmd_json_text (builder, "version", SL_VERSION);
        sl_cmd_json_text (builder, "cpu", cpu);
        sl_cmd_json_text (builder, "engine", sl_population_describe (population));
        for (guint i = 0; i < G_N_ELEMENTS (figure); i++)
          sl_cmd_json_number (builder, figure[i].key, figure[i].value);
        json_builder_end_object (builder);
        sl_cmd_json_print (builder);
        return SL_EXIT_OK;
      }
    g_print ("%-24s %s\n", "engine", sl_population_describe (population));
    sl_bench_print (figure, G_N_ELEMENTS (figure), FALSE);
  }
  return SL_EXIT_OK;
}
