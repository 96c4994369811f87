/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/bench/sl-bench-limits.h"
#include "app/bench/sl-bench.h"
#include "app/output/sl-output.h"
#include "app/figures/sl-figures.h"
#include "gpu/host/sl-gpu-engine.h"
#include "model/engine/kernels/sl-cpu-kernels.h"

#define DEFAULT_RUNS 300
#define MOST_RUNS 1000000
#define MOST_THREADS 1024
#define N_WARM_UP 20
#define N_LOADS 5

static const char *const observables[] = {
  "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:LSST/z", "rest:LSST/y",
  "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z", "obs:LSST/y",
  "ew:OIII5007", "ew:Hbeta", "ew:Halpha", "ew:OII3727", "lgmstar_formed", "lgmstar_living", NULL
};
static const char *const histories[] = {
  "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:LSST/z", "rest:LSST/y",
  "ew:OIII5007", "ew:Hbeta", "ew:Halpha", "ew:OII3727", NULL
};
static const char *const observed_histories[] = {
  "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z", "obs:LSST/y", NULL
};

/* --- galaxies ------------------------------------------------------------- */

/* Parameters vary within `reach` of a centre. Those that are not in this table vary around their default
 * by a twentieth of their range. All values are allowed together; dust and metals of young and old stars
 * differ. */
#define DUST_MID (-1.9)
#define DUST_WIDTH 0.3
#define WIDE_DUST 1.8
static const struct { SlParamId id; double centre, reach; } motion_table[] = {
  { SL_PARAM_LATE_INDEX, 0.3, 0.15 },
  { SL_PARAM_LG_DROP, -1.0, 0.4 },
  { SL_PARAM_LG_REJUV, -0.3, 0.2 },
  { SL_PARAM_LGFBURST, -3.0, 1.0 },
  { SL_PARAM_LGYR_PEAK, 5.6, 0.3 },
  { SL_PARAM_LGYR_MAX, 7.2, 0.5 },
  { SL_PARAM_LGMET_YOUNG, -1.9, 0.1 },
  { SL_PARAM_LGMET_OLD, -2.2, 0.2 },
  { SL_PARAM_F_ESC, 0.2, 0.1 },
  { SL_PARAM_AV_YOUNG, 0.8, 0.2 },
  { SL_PARAM_AV_OLD, 0.3, 0.1 },
  { SL_PARAM_DELTA_YOUNG, -0.3, 0.1 },
  { SL_PARAM_DELTA_OLD, -0.1, 0.1 },
  { SL_PARAM_DUST_LGAGE_MID, DUST_MID, 0.2 },
  { SL_PARAM_DUST_LGAGE_WIDTH, DUST_WIDTH, 0.05 },
  { SL_PARAM_FRAC_UNOBSCURED, 0.1, 0.05 },
  { SL_PARAM_REDSHIFT, 0.5, 0.3 },
};

/* Sets a parameter to step k of a sequence that never repeats and is uniform within the reach. */
static void
move_param (SlGalaxy *galaxy, SlParamId id, guint k)
{
  const double golden = 0.61803398874989485;
  double centre, lo, hi, reach, whole;

  sl_galaxy_range (galaxy, id, &centre, &lo, &hi);
  reach = (hi - lo) / 20.0;
  for (guint i = 0; i < G_N_ELEMENTS (motion_table); i++)
    if (motion_table[i].id == id)
      centre = motion_table[i].centre, reach = motion_table[i].reach;
  galaxy->value[id] = centre + reach * (2.0 * modf (golden * (k + 1) + 0.37 * id, &whole) - 1.0);
}

static void
start_galaxy (SlGalaxy *galaxy)
{
  sl_galaxy_init (galaxy);
  galaxy->uv_bump_free = TRUE;
  for (int p = 0; p <= SL_PARAM_REDSHIFT; p++)
    if (sl_galaxy_uses (galaxy, p))
      move_param (galaxy, p, 0);
}

/* --- cases ---------------------------------------------------------------- */

#define REQUEST_DASHBOARD                                                                                    \
  (SL_REQUEST_SED | SL_REQUEST_SED_TANGENTS | SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN)
#define REQUEST_OBSERVABLES (SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN)

/* The parameters first to last vary: all of them in each run, or one after the other, one a run. Tangents are
 * those of all parameters, or of one: the one that varies or, if all vary, each in turn. */
typedef struct {
  const char *name;    /* in JSON and in the table */
  gboolean observed;   /* on an engine with observer-frame histories */
  SlRequestFlags want;
  gboolean all_tangents;
  SlParamId first, last;
  gboolean all_move;
  gboolean by_mass;    /* metallicity follows the mass formed */
  gboolean wide;       /* the transition from young to old dust covers all ages: each has its own curve */
} Case;

/* The dashboard is first, because memory is measured after it. */
static const Case case_table[] = {
  { "dashboard", FALSE, REQUEST_DASHBOARD, TRUE, SL_PARAM_LOGM0, SL_PARAM_FRAC_UNOBSCURED, TRUE },
  { "dashboard_wide_dust", FALSE, REQUEST_DASHBOARD, TRUE, SL_PARAM_LOGM0, SL_PARAM_FRAC_UNOBSCURED, TRUE,
    .wide = TRUE },
  { "everything", FALSE, REQUEST_DASHBOARD | REQUEST_OBSERVABLES, TRUE, SL_PARAM_LOGM0, SL_PARAM_REDSHIFT,
    TRUE },
  { "sfh_only", FALSE, REQUEST_DASHBOARD, FALSE, SL_PARAM_LOGM0, SL_PARAM_LG_REJUV, FALSE },
  { "sfh_all", FALSE, REQUEST_DASHBOARD, TRUE, SL_PARAM_LOGM0, SL_PARAM_LG_REJUV, FALSE },
  { "sfh_mass_metals", FALSE, REQUEST_DASHBOARD, TRUE, SL_PARAM_LOGM0, SL_PARAM_LG_REJUV, FALSE,
    .by_mass = TRUE },
  { "dust_only", FALSE, REQUEST_DASHBOARD, TRUE, SL_PARAM_AV_YOUNG, SL_PARAM_FRAC_UNOBSCURED, FALSE },
  { "metals_sed", FALSE, SL_REQUEST_SED, FALSE, SL_PARAM_LGMET_YOUNG, SL_PARAM_LGMET_LGAGE_WIDTH, FALSE },
  { "observables", FALSE, REQUEST_OBSERVABLES, FALSE, SL_PARAM_LOGM0, SL_PARAM_REDSHIFT, TRUE },
  { "observed_histories", TRUE, SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN, FALSE, SL_PARAM_LOGM0,
    SL_PARAM_FRAC_UNOBSCURED, TRUE },
};
#define N_CASES G_N_ELEMENTS (case_table)
#define STAGE_CASE 0  /* the case whose stages are timed */
#define STAGE_IDLE 2  /* the case for stages that STAGE_CASE does not run */
#define MAX_STAGES G_N_ELEMENTS (((SlResult *) NULL)->stage_s)

typedef struct {
  guint64 threads, runs;
  const char *only; /* the one case that is timed; NULL: all */
  char *engine_name;
  SlCommandData data;

  SlTemplates *templates;
  SlFilterSet *filters;
  SlEngine *engine;
  SlResult *result;

  SlBenchSummary total[N_CASES];
  gboolean left_out[N_CASES];  /* a device was asked for, and leaves this case to the CPU */
  SlBenchSummary stage[MAX_STAGES];
  int stage_case[MAX_STAGES];  /* the case in which a stage was timed; -1: none */
  double load_s, resident, peak;
  char *description, *cpu;
  SlBenchLimits limits;
} Bench;

static void
close_engine (Bench *self)
{
  g_clear_pointer (&self->result, sl_result_free);
  g_clear_pointer (&self->engine, sl_engine_free);
}

static void
close_data (Bench *self)
{
  close_engine (self);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
  g_clear_pointer (&self->templates, sl_templates_unref);
}

static void
bench_clear (Bench *self)
{
  close_data (self);
  sl_command_data_clear (&self->data);
  g_free (self->engine_name);
  g_free (self->description);
  g_free (self->cpu);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

static gboolean
open_data (Bench *self, GError **error)
{
  return sl_command_load_data (&self->data, &self->templates, &self->filters, error);
}

static gboolean
open_engine (Bench *self, gboolean observed, GError **error)
{
  SlEngineConfig config = { .templates = self->templates, .filters = self->filters, .threads = self->threads,
                            .observables = observed ? NULL : observables,
                            .history_observables = observed ? observed_histories : histories };

  config.epochs = sl_figure_epochs (&config.n_epochs);
  close_engine (self);
  self->engine = sl_command_open_engine (self->engine_name, &config, error);
  self->result = self->engine ? sl_result_new (self->engine) : NULL;
  return self->result != NULL;
}

/* The parameter of run k among those of a case that act in the galaxy. */
static SlParamId
choose_param (const Case *c, const SlGalaxy *galaxy, guint k)
{
  guint n = c->last - c->first + 1;
  SlParamId id = c->first + k % n;

  while (!sl_galaxy_uses (galaxy, id))
    id = c->first + (id - c->first + 1) % n;
  return id;
}

/* Evaluations that ran on the device, where one was asked for by name. */
static guint
count_on_device (const Bench *self)
{
  return g_strcmp0 (self->engine_name, "cuda") == 0 ? sl_gpu_engine_runs (self->engine) : 0;
}

/* After the first evaluation of a case, which was evaluation `before` of the device: whether the case is the
 * device's. The time of a CPU is not reported as that of a device. */
static gboolean
leave_out (Bench *self, guint i, guint before)
{
  if (g_strcmp0 (self->engine_name, "cuda") != 0 || count_on_device (self) > before)
    return FALSE;
  g_printerr (_ ("starloom: note: %s is left out: a device leaves it to the CPU\n"), case_table[i].name);
  self->left_out[i] = TRUE;
  return TRUE;
}

static gboolean
run_case (Bench *self, guint i, GError **error)
{
  const Case *c = &case_table[i];
  SlRequest request = { .flags = c->want, .tangents = sl_param_set_all () };
  g_autofree double *seconds = g_new (double, self->runs);
  g_autofree double *stages = g_new0 (double, (gsize) MAX_STAGES * self->runs);
  const guint before = count_on_device (self);
  guint ran = ~0u;

  start_galaxy (&request.galaxy);
  if (c->by_mass)
    request.galaxy.metals = SL_METALS_MASS;
  for (guint k = 0; k < N_WARM_UP + self->runs; k++)
    {
      const SlParamId id = choose_param (c, &request.galaxy, k);
      double start;

      for (SlParamId p = c->first; p <= c->last; p++)
        if (c->all_move ? sl_galaxy_uses (&request.galaxy, p) : p == id)
          move_param (&request.galaxy, p, k + 1);
      if (c->wide)
        request.galaxy.value[SL_PARAM_DUST_LGAGE_WIDTH] = WIDE_DUST;
      if (!c->all_tangents)
        request.tangents = sl_param_set_of (id);
      /* Only galaxies that sliders can reach are timed. */
      if (!sl_galaxy_check (&request.galaxy, FALSE, error))
        return FALSE;
      start = sl_bench_now ();
      if (!sl_engine_evaluate (self->engine, &request, self->result, error))
        return FALSE;
      if (k == 0 && leave_out (self, i, before))
        return TRUE;
      if (k < N_WARM_UP)
        continue;
      seconds[k - N_WARM_UP] = sl_bench_now () - start;
      ran &= self->result->stages_run;
      for (guint s = 0; s < MAX_STAGES; s++)
        stages[s * self->runs + k - N_WARM_UP] = self->result->stage_s[s];
    }
  self->total[i] = sl_bench_summary (seconds, self->runs);
  for (guint s = 0; s < MAX_STAGES && (self->only || i == STAGE_CASE || i == STAGE_IDLE); s++)
    if (ran >> s & 1 && sl_engine_stage_name (s) && (i == STAGE_CASE || self->stage_case[s] < 0))
      {
        self->stage_case[s] = i;
        self->stage[s] = sl_bench_summary (stages + s * self->runs, self->runs);
      }
  return TRUE;
}

/* From the files to the first spectrum. The files were read before, so that the disk is not measured. */
static gboolean
time_load (Bench *self, GError **error)
{
  SlRequest request = { .flags = SL_REQUEST_SED };
  double seconds[N_LOADS];

  start_galaxy (&request.galaxy);
  for (guint i = 0; i < N_LOADS; i++)
    {
      double start;

      close_data (self);
      start = sl_bench_now ();
      if (!open_data (self, error) || !open_engine (self, FALSE, error)
          || !sl_engine_evaluate (self->engine, &request, self->result, error))
        return FALSE;
      seconds[i] = sl_bench_now () - start;
    }
  self->load_s = sl_bench_summary (seconds, N_LOADS).median;
  return TRUE;
}

static gboolean
is_wanted (const Bench *self, guint i)
{
  return !self->only || strcmp (self->only, case_table[i].name) == 0;
}

static gboolean
measure_engine (Bench *self, GError **error)
{
  for (guint s = 0; s < MAX_STAGES; s++)
    self->stage_case[s] = -1;
  self->cpu = sl_bench_cpu ();
  if (!open_data (self, error))
    return FALSE;
  for (guint i = 0; i < N_CASES; i++)
    {
      if (!is_wanted (self, i))
        continue;
      if ((!self->engine || i == 0 || case_table[i].observed != case_table[i - 1].observed)
          && !open_engine (self, case_table[i].observed, error))
        return FALSE;
      if (!run_case (self, i, error))
        return FALSE;
      if (!self->description)
        {
          self->description = g_strdup (sl_engine_describe (self->engine));
          sl_bench_memory (&self->resident, &self->peak);
        }
    }
  close_engine (self);
  sl_bench_limits_measure (&self->limits, self->threads);
  return time_load (self, error);
}

/* --- output --------------------------------------------------------------- */

/* Milliseconds as NAME_median_ms, NAME_p95_ms and NAME_min_ms, or without "NAME_". */
static void
add_summary (JsonBuilder *builder, const char *name, const SlBenchSummary *summary)
{
  const struct { const char *what; double seconds; } part[] = {
    { "median_ms", summary->median }, { "p95_ms", summary->p95 }, { "min_ms", summary->least },
  };

  for (guint i = 0; i < G_N_ELEMENTS (part); i++)
    {
      g_autofree char *key = g_strconcat (name ? name : "", name ? "_" : "", part[i].what, NULL);

      sl_bench_json_number (builder, key, 1e3 * part[i].seconds);
    }
}

/* Each age within the transition from young to old dust has a curve of its own; younger ages share one, and
 * older ages another. */
static guint
count_curves (const SlTemplates *t)
{
  guint n = 2;

  for (guint a = 0; a < t->n_age; a++)
    n += fabs (t->lg_age_gyr[a] - DUST_MID) < 3.0 * DUST_WIDTH;
  return n;
}

static gboolean
stage_limit (const Bench *self, guint s, double *seconds, const char **what)
{
  guint n_epochs;

  sl_figure_epochs (&n_epochs);
  return sl_bench_stage_limit (&self->limits, sl_engine_stage_name (s), self->templates, self->filters,
                               histories, n_epochs, count_curves (self->templates), seconds, what);
}

static double
cube_seconds (const Bench *self)
{
  return 1e-9 * sl_bench_cube_bytes (self->templates) / self->limits.read_all;
}

static void
add_stages (JsonBuilder *builder, const Bench *self)
{
  json_builder_set_member_name (builder, "stages");
  json_builder_begin_array (builder);
  for (guint s = 0; s < MAX_STAGES; s++)
    if (self->stage_case[s] >= 0)
      {
        double limit;
        const char *what;

        json_builder_begin_object (builder);
        sl_output_json_text (builder, "name", sl_engine_stage_name (s));
        sl_output_json_text (builder, "case", case_table[self->stage_case[s]].name);
        add_summary (builder, NULL, &self->stage[s]);
        if (stage_limit (self, s, &limit, &what))
          {
            sl_bench_json_number (builder, "limit_ms", 1e3 * limit);
            sl_output_json_text (builder, "limit", what);
          }
        json_builder_end_object (builder);
      }
  json_builder_end_array (builder);
}

static void
print_engine_json (const Bench *self)
{
  JsonBuilder *builder = json_builder_new ();
  g_autofree char *grid = g_path_get_basename (self->templates->path);

  json_builder_begin_object (builder);
  sl_output_json_text (builder, "version", SL_VERSION);
  sl_output_json_text (builder, "grid", grid);
  sl_output_json_text (builder, "cpu", self->cpu);
  sl_output_json_text (builder, "engine", self->description);
  sl_output_json_text (builder, "simd", sl_kernels_best ()->name);
  sl_output_json_count (builder, "threads", self->limits.threads);
  sl_output_json_count (builder, "runs", self->runs);
  for (guint i = 0; i < N_CASES; i++)
    if (is_wanted (self, i) && !self->left_out[i])
      add_summary (builder, case_table[i].name, &self->total[i]);
  sl_bench_json_number (builder, "load_ms", 1e3 * self->load_s);
  sl_bench_json_number (builder, "resident_mb", self->resident);
  sl_bench_json_number (builder, "peak_mb", self->peak);
  add_stages (builder, self);
  json_builder_set_member_name (builder, "limits");
  json_builder_begin_object (builder);
  sl_bench_json_number (builder, "read_one_thread_gb_s", self->limits.read_one);
  sl_bench_json_number (builder, "read_all_threads_gb_s", self->limits.read_all);
  sl_bench_json_number (builder, "exp_ns", self->limits.exp_libm);
  sl_bench_json_number (builder, "exp_vector_ns", self->limits.exp_vector);
  sl_bench_json_number (builder, "float_fma_per_ns", self->limits.fmas);
  sl_output_json_count (builder, "cube_bytes", (gint64) sl_bench_cube_bytes (self->templates));
  sl_bench_json_number (builder, "cube_read_ms", 1e3 * cube_seconds (self));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}

/* A number, right-aligned in its column. */
#define N_CELL 12
static void
print_cell (double value, int decimals)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_print ("%*s", N_CELL, g_ascii_formatd (text, sizeof text, format, value));
}

/* A name, left-aligned by characters, not bytes. */
static void
print_name (const char *name, int width)
{
  g_print ("%s%*s", name, MAX (width - (int) g_utf8_strlen (name, -1), 1), "");
}

static void
print_summary (const char *name, const SlBenchSummary *summary)
{
  print_name (name, 22);
  print_cell (1e3 * summary->median, 3);
  print_cell (1e3 * summary->p95, 3);
  print_cell (1e3 * summary->least, 3);
}

static void
print_heading (const char *first, const char *const *rest, guint n)
{
  g_print ("\n");
  print_name (first, 22);
  for (guint i = 0; i < n; i++)
    g_print ("%*s%s", MAX (N_CELL - (int) g_utf8_strlen (rest[i], -1), 1), "", rest[i]);
  g_print ("\n");
}

static void
print_line (const char *name, double value, int decimals, const char *unit)
{
  print_name (name, 46);
  print_cell (value, decimals);
  g_print (" %s\n", unit);
}

static void
print_engine_table (const Bench *self)
{
  const char *const heading[] = { _ ("median ms"), _ ("p95 ms"), _ ("least ms"), _ ("limit ms") };
  g_autofree char *grid = g_path_get_basename (self->templates->path);
  const SlBenchLimits *limits = &self->limits;

  g_print (_ ("starloom %s, %s: %s, %s; %u runs\n"), SL_VERSION, grid, self->cpu, self->description,
           (guint) self->runs);
  print_heading (_ ("Case"), heading, 3);
  for (guint i = 0; i < N_CASES; i++)
    if (is_wanted (self, i) && !self->left_out[i])
      {
        print_summary (case_table[i].name, &self->total[i]);
        g_print ("\n");
      }
  print_heading (_ ("Stage"), heading, 4);
  for (guint s = 0; s < MAX_STAGES; s++)
    if (self->stage_case[s] >= 0)
      {
        double limit;
        const char *what;

        print_summary (sl_engine_stage_name (s), &self->stage[s]);
        if (stage_limit (self, s, &limit, &what))
          {
            print_cell (1e3 * limit, 3);
            g_print ("  %s", strcmp (what, "memory") == 0 ? _ ("memory") : _ ("arithmetic"));
          }
        g_print ("\n");
      }
  g_print ("\n");
  print_line (_ ("From the files to the first spectrum"), 1e3 * self->load_s, 1, "ms");
  print_line (_ ("Memory after the dashboard"), self->resident, 1, "MB");
  print_line (_ ("Peak memory until then"), self->peak, 1, "MB");
  print_line (_ ("Reading memory, one thread"), limits->read_one, 1, "GB/s");
  print_line (_ ("Reading memory, all threads"), limits->read_all, 1, "GB/s");
  print_line (_ ("The cube"), 1e-6 * sl_bench_cube_bytes (self->templates), 1, "MB");
  print_line (_ ("Reading the cube once, all threads"), 1e3 * cube_seconds (self), 3, "ms");
  print_line (_ ("exp, scalar"), limits->exp_libm, 3, "ns");
  print_line (_ ("exp, vectors"), limits->exp_vector, 3, "ns");
  print_line (_ ("Multiply-adds of floats, one thread"), limits->fmas, 1, "/ns");
}

/* --- command -------------------------------------------------------------- */

typedef struct {
  char *runs, *threads, *only;
  gboolean json;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->runs);
  g_free (self->threads);
  g_free (self->only);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static SlExit
run_engine_bench (const SlCommandLine *line)
{
  g_auto (Options) o = { 0 };
  g_auto (Bench) bench = { .runs = DEFAULT_RUNS };
  const GOptionEntry entries[] = {
    SL_COMMAND_ENTRY_JSON (&o.json),
    { "runs", 'n', 0, G_OPTION_ARG_STRING, &o.runs, N_ ("Timed runs of each case (default: 300)"), N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &o.threads,
      N_ ("Threads of the CPU engine (default: one per core)"), N_ ("N") },
    { "case", 0, 0, G_OPTION_ARG_STRING, &o.only, N_ ("Time one case alone"), N_ ("NAME") },
    SL_COMMAND_ENTRIES_DATA (bench.data),
    SL_COMMAND_ENTRY_ENGINE (&bench.engine_name),
    { NULL },
  };
  gboolean found = FALSE;
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!sl_command_whole_number ("--runs", o.runs, 1, MOST_RUNS, &bench.runs, &error)
      || !sl_command_whole_number ("--threads", o.threads, 1, MOST_THREADS, &bench.threads, &error))
    return sl_command_fail_error (SL_EXIT_USAGE, error);
  bench.only = o.only;
  for (guint i = 0; i < N_CASES; i++)
    found |= is_wanted (&bench, i);
  if (!found)
    return sl_command_fail (SL_EXIT_USAGE, _ ("--case: no case has the name “%s”; --help lists them"),
                            o.only);
  if (!measure_engine (&bench, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  (o.json ? print_engine_json : print_engine_table) (&bench);
  return SL_EXIT_OK;
}

const SlBench sl_bench_engine = {
  .name = "engine",
  .summary = N_ ("Time the engine, its cases and stages, and show the limits of the machine"),
  .help = N_ (
    "Each run changes parameters, as sliders do; stages that do not depend on them keep their results.\n"
    "Cases:\n"
    "  dashboard            all parameters of the star-formation history, burst, metals, gas and dust\n"
    "                       change: spectrum with the tangents of all parameters, ten observables over\n"
    "                       100 epochs with their Jacobian\n"
    "  dashboard_wide_dust  the same with a different dust curve at each age\n"
    "  everything           the redshift changes too: the dashboard and 18 observables\n"
    "  sfh_only             one parameter of the star-formation history changes: the dashboard with\n"
    "                       its tangents\n"
    "  sfh_all              the same with the tangents of all parameters\n"
    "  sfh_mass_metals      the same with a metallicity that follows the mass formed\n"
    "  dust_only            one parameter of the dust changes: the dashboard with all tangents\n"
    "  metals_sed           one parameter of the metals changes: the spectrum alone\n"
    "  observables          all parameters of the galaxy change: 18 observables with their Jacobian\n"
    "  observed_histories   all but the redshift change: six observed bands over 100 epochs, with the\n"
    "                       derivatives by one parameter\n"
    "Times are medians and 95th percentiles in ms, after 20 runs that are not counted. load_ms is the\n"
    "time from the files to the first spectrum, resident_mb the memory after the dashboard. The limit\n"
    "of a stage is the time to move its data once, or to compute its exponentials and sums, at the\n"
    "rates measured on this machine."),
  .run = run_engine_bench,
};
