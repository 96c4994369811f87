/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A valley, or the shortest way to wanted values, as a table and as frames of a film. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/commands/sl-derivative-inputs.h"
#include "app/output/sl-output.h"
#include "app/figures/sl-degeneracy-text.h"
#include "app/figures/sl-figures.h"
#include "app/figures/sl-labels.h"
#include "app/io/sl-text.h"
#include "model/degeneracy/sl-solve.h"
#include "model/degeneracy/sl-valley.h"
#include "model/files/sl-kept-files.h"
#include "model/files/sl-new-file.h"
#include "model/support/sl-error.h"
#include "ui/plot/render/sl-plot-cairo.h"

#define MOST_STEPS 10000
#define DEFAULT_STEPS 20
#define FRAME_WIDTH_MM 180.0
/* Parameters that move by less than this part of their range are not in the table for people. */
#define LEAST_MOVE 1e-3

/* A galaxy of the walk. */
typedef struct {
  SlGalaxy galaxy;
  double *value;             /* (n_obs) */
  double *residual;          /* (m) held and wanted observables, less what they are to be */
  double seconds;
} Row;

typedef struct {
  SlDerivativeInputs inputs; /* observables: the held ones, then the wanted one, then those of --also */
  char *hold, *drive, *solve, *also, *lock, *out, *frames, *plot, *engine_name;
  int driven;                /* -1: --solve */
  double from, to;           /* of the driven parameter; to: of the wanted observable */
  char *wanted;              /* the observable of --solve */
  guint64 steps;
  guint m;                   /* held and wanted observables */
  const SlFigureInfo *figure;
  SlRouteConfig config;
  double *tolerance;         /* (m) */
  SlEngine *engine;
  SlResult *result;
  GPtrArray *rows;           /* (Row) */
  char *reason;              /* why the walk is not complete; NULL: it is */
  SlRouteReport report;       /* of the last step */
} Walk;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->value);
  g_free (row->residual);
  g_free (row);
}

static void
walk_clear (Walk *self)
{
  sl_derivative_inputs_clear (&self->inputs);
  g_free (self->hold);
  g_free (self->drive);
  g_free (self->solve);
  g_free (self->also);
  g_free (self->lock);
  g_free (self->out);
  g_free (self->frames);
  g_free (self->plot);
  g_free (self->engine_name);
  g_free (self->wanted);
  g_free (self->tolerance);
  g_free (self->reason);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->result, sl_result_free);
  g_clear_pointer (&self->engine, sl_engine_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

/* --- options -------------------------------------------------------------- */

static gboolean
read_steps (const char *option, const char *text, Walk *self, GError **error)
{
  self->steps = DEFAULT_STEPS;
  return sl_command_whole_number (option, text, 1, MOST_STEPS, &self->steps, error);
}

/* PARAM=FROM:TO[:STEPS]; FROM may be empty: where the galaxy is. */
static gboolean
read_drive (Walk *self, GError **error)
{
  const char *equals = strchr (self->drive, '=');
  g_autofree char *name = equals ? g_strndup (self->drive, equals - self->drive) : NULL;
  g_auto (GStrv) part = g_strsplit (equals ? equals + 1 : "", ":", -1);
  const guint n = g_strv_length (part);

  self->from = NAN;
  if (!equals || n < 2 || n > 3 || (*part[0] && !sl_text_to_number (part[0], &self->from))
      || !sl_text_to_number (part[1], &self->to))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--drive: expected PARAMETER=FROM:TO:STEPS, found “%s”"), self->drive);
      return FALSE;
    }
  self->driven = sl_text_to_parameter (name, error);
  if (self->driven < 0)
    g_prefix_error (error, "--drive: ");
  return self->driven >= 0 && read_steps ("--drive", part[2], self, error);
}

/* OBSERVABLE=VALUE; names of observables contain colons. */
static gboolean
read_solve (Walk *self, GError **error)
{
  const char *equals = strrchr (self->solve, '=');
  g_auto (GStrv) part = g_strsplit (equals ? equals + 1 : "", ":", -1);
  const guint n = g_strv_length (part);

  self->driven = -1;
  if (!equals || equals == self->solve || n < 1 || n > 2 || !sl_text_to_number (part[0], &self->to))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--solve: expected OBSERVABLE=VALUE:STEPS, found “%s”"), self->solve);
      return FALSE;
    }
  self->wanted = g_strndup (self->solve, equals - self->solve);
  return read_steps ("--solve", part[1], self, error);
}

static gboolean
read_lock (Walk *self, GError **error)
{
  g_auto (GStrv) names = sl_text_split (self->lock);

  for (guint i = 0; names[i]; i++)
    {
      const int id = sl_text_to_parameter (names[i], error);

      if (id < 0)
        {
          g_prefix_error (error, "--lock: ");
          return FALSE;
        }
      sl_param_set_remove (&self->config.free, id);
    }
  return TRUE;
}

static gboolean
check_driven (const Walk *self, GError **error)
{
  const SlGalaxy *galaxy = &self->inputs.galaxy;
  const double end[2] = { isnan (self->from) ? self->to : self->from, self->to };
  double lo, hi;

  if (!sl_galaxy_uses (galaxy, self->driven))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s has no effect on this galaxy"),
                   sl_param_info (self->driven)->name);
      return FALSE;
    }
  sl_galaxy_range (galaxy, self->driven, NULL, &lo, &hi);
  for (guint k = 0; k < 2; k++)
    if (!(end[k] >= lo && end[k] <= hi))
      {
        char text[3][G_ASCII_DTOSTR_BUF_SIZE];

        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s = %s is outside its range, %s to %s"),
                     sl_param_info (self->driven)->name, sl_output_number (end[k], text[0]),
                     sl_output_number (lo, text[1]), sl_output_number (hi, text[2]));
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_options (Walk *self, GError **error)
{
  const char *const lists[] = { self->hold, self->wanted, self->also };
  g_autoptr (GString) observables = g_string_new (NULL);

  if (!(self->drive ? read_drive (self, error) : read_solve (self, error)))
    return FALSE;
  self->figure = sl_figure_find (self->plot ? self->plot : "sed");
  if (!self->figure)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("unknown plot “%s”; starloom render --list names them"), self->plot);
      return FALSE;
    }
  if (self->out && !sl_file_can_write (self->out, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const char *list = i == 1 ? self->wanted : lists[i];
      g_auto (GStrv) names = list ? sl_text_split (list) : NULL;

      for (guint k = 0; names && names[k]; k++)
        g_string_append_printf (observables, "%s%s", observables->len ? "," : "", names[k]);
      self->m += i < 2 && names ? g_strv_length (names) : 0;
    }
  self->inputs.observables = g_strdup (observables->str);
  self->inputs.observables_option = "--hold";
  self->inputs.params_option = "--free";
  if (!sl_derivative_inputs_load (&self->inputs, error))
    return FALSE;
  self->config.free = sl_param_set_of_ids (self->inputs.id, self->inputs.n);
  return (!self->lock || read_lock (self, error)) && (self->driven < 0 || check_driven (self, error));
}

/* --- walk ----------------------------------------------------------------- */

/* Adds a galaxy. target (m): what the observables are to be. */
static gboolean
add_row (Walk *self, const SlGalaxy *galaxy, const double *target, double seconds, GError **error)
{
  const SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_OBSERVABLES };
  Row *row;

  if (!sl_engine_evaluate (self->engine, &request, self->result, error))
    return FALSE;
  row = g_new0 (Row, 1);
  row->galaxy = *galaxy;
  row->value = g_memdup2 (self->result->obs, self->inputs.n_obs * sizeof (double));
  row->residual = g_new (double, self->m + 1);
  row->seconds = seconds;
  for (guint o = 0; o < self->m; o++)
    row->residual[o] = row->value[o] - target[o];
  g_ptr_array_add (self->rows, row);
  return TRUE;
}

/* Keeps why the walk ends here, if it does. */
static gboolean
goes_on (Walk *self, const SlGalaxy *galaxy)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  if (self->report.status == SL_ROUTE_REACHED)
    return TRUE;
  for (guint o = 0; o < self->m; o++)
    g_ptr_array_add (labels, sl_label_observable (self->inputs.names[o], self->inputs.templates));
  g_free (self->reason);
  self->reason = sl_route_report_text (&self->report, galaxy, (const char *const *) labels->pdata);
  return FALSE;
}

static gboolean
walk_valley (Walk *self, GError **error)
{
  g_autoptr (SlValley) valley = sl_valley_new (&self->inputs.galaxy, &self->config, error);
  double from;

  if (!valley)
    return FALSE;
  if (!isnan (self->from))
    {
      sl_valley_step (valley, self->driven, self->from, 0, &self->report);
      if (!goes_on (self, sl_valley_galaxy (valley)))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("the walk does not reach its beginning: %s"), self->reason);
          return FALSE;
        }
    }
  from = sl_valley_galaxy (valley)->value[self->driven];
  if (!add_row (self, sl_valley_galaxy (valley), sl_valley_held (valley), 0.0, error))
    return FALSE;
  for (guint k = 1; k <= self->steps && !self->reason && !sl_command_interrupted (); k++)
    {
      sl_valley_step (valley, self->driven,
                      k < self->steps ? from + (self->to - from) * k / self->steps : self->to, 0,
                      &self->report);
      /* Where it is stopped, the last good galaxy is a row if it is a new one. */
      if ((goes_on (self, sl_valley_galaxy (valley)) || self->report.part > 0.0)
          && !add_row (self, sl_valley_galaxy (valley), sl_valley_held (valley), self->report.seconds, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
walk_solve (Walk *self, GError **error)
{
  g_autoptr (SlSolve) solve = sl_solve_new (&self->inputs.galaxy, &self->config, error);
  g_autofree double *target = NULL;
  double from;

  if (!solve)
    return FALSE;
  target = g_memdup2 (sl_solve_value (solve), self->m * sizeof *target);
  from = target[self->m - 1];
  if (!add_row (self, sl_solve_galaxy (solve), target, 0.0, error))
    return FALSE;
  for (guint k = 1; k <= self->steps && !self->reason && !sl_command_interrupted (); k++)
    {
      target[self->m - 1] = k < self->steps ? from + (self->to - from) * k / self->steps : self->to;
      sl_solve_move (solve, target, 0, &self->report);
      if ((goes_on (self, sl_solve_galaxy (solve)) || self->report.part > 0.0)
          && !add_row (self, sl_solve_galaxy (solve), target, self->report.seconds, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
walk (Walk *self, GError **error)
{
  SlEngineConfig config = { .templates = self->inputs.templates, .filters = self->inputs.filters,
                            .observables = (const char *const *) self->inputs.names };
  g_autoptr (SlEngineMeasure) measure = NULL;
  g_autofree char **held = g_memdup2 (self->inputs.names, (self->inputs.n_obs + 1) * sizeof (char *));
  const SlRequest request = { .galaxy = self->inputs.galaxy, .flags = SL_REQUEST_OBSERVABLES };

  held[self->m] = NULL;
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->engine = sl_command_open_engine (self->engine_name, &config, error);
  if (!self->engine)
    return FALSE;
  self->result = sl_result_new (self->engine);
  measure = sl_engine_measure_new (self->engine, (const char *const *) held, error);
  if (!measure || !sl_engine_evaluate (self->engine, &request, self->result, error))
    return FALSE;
  self->tolerance = g_new (double, self->m + 1);
  for (guint o = 0; o < self->m; o++)
    {
      if (!isfinite (self->result->obs[o]))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE, _ ("%s does not exist for this galaxy"),
                       held[o]);
          return FALSE;
        }
      if (!sl_held_tolerance (self->engine, held[o], self->result->obs[o], &self->tolerance[o], error))
        return FALSE;
    }
  self->config.n = self->m;
  self->config.tolerance = self->tolerance;
  self->config.measure = sl_engine_measure;
  self->config.data = measure;
  return self->driven >= 0 ? walk_valley (self, error) : walk_solve (self, error);
}

/* --- output --------------------------------------------------------------- */

static const Row *
row_at (const Walk *self, guint i)
{
  return self->rows->pdata[i];
}

/* The driven parameter, then those that move by more than a part of their range. */
static guint
moving_params (const Walk *self, double least, SlParamId *id)
{
  guint n = 0;

  if (self->driven >= 0)
    id[n++] = self->driven;
  for (int p = sl_param_set_next (self->config.free, -1); p >= 0;
       p = sl_param_set_next (self->config.free, p))
    {
      double lo, hi, most = 0.0;

      sl_galaxy_range (&self->inputs.galaxy, p, NULL, &lo, &hi);
      for (guint i = 0; i < self->rows->len; i++)
        most = MAX (most, fabs (row_at (self, i)->galaxy.value[p] - self->inputs.galaxy.value[p]));
      if (p != self->driven && most >= least * (hi - lo))
        id[n++] = p;
    }
  return n;
}

static void
print_walk_text (const Walk *self)
{
  SlParamId id[SL_N_PARAMS];
  const guint n = moving_params (self, LEAST_MOVE, id), n_columns = n + self->inputs.n_obs;
  g_autofree const char **columns = g_new (const char *, n_columns);
  g_autofree double *table = g_new (double, self->rows->len * n_columns);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  double most = 0.0;

  for (guint k = 0; k < n; k++)
    columns[k] = sl_param_info (id[k])->name;
  for (guint o = 0; o < self->inputs.n_obs; o++)
    columns[n + o] = self->inputs.names[o];
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = row_at (self, i);

      g_ptr_array_add (names, g_strdup_printf ("%u", i));
      for (guint k = 0; k < n; k++)
        table[i * n_columns + k] = row->galaxy.value[id[k]];
      for (guint o = 0; o < self->inputs.n_obs; o++)
        table[i * n_columns + n + o] = row->value[o];
      for (guint o = 0; o < self->m && (i + 1 < self->rows->len || !self->reason || self->driven >= 0); o++)
        most = MAX (most, fabs (row->residual[o]) / self->tolerance[o]);
    }
  sl_output_table ((const char *const *) names->pdata, columns, table, self->rows->len, n_columns);
  g_print (_ ("Observables are at most %.0f %% of their tolerance from where they are to be.\n"),
           100.0 * most);
}

static void
print_walk_json (const Walk *self)
{
  SlParamId id[SL_N_PARAMS];
  const guint n = moving_params (self, -1.0, id), n_rows = self->rows->len, n_obs = self->inputs.n_obs;
  const char *names[SL_N_PARAMS], *blocking[SL_N_PARAMS];
  g_autofree double *params = g_new (double, n_rows * n), *values = g_new (double, n_rows * n_obs),
                    *residuals = g_new (double, n_rows * (self->m + 1)), *ms = g_new (double, n_rows);
  JsonBuilder *builder = json_builder_new ();

  for (guint k = 0; k < n; k++)
    names[k] = sl_param_info (id[k])->name;
  for (guint i = 0; i < n_rows; i++)
    {
      const Row *row = row_at (self, i);

      for (guint k = 0; k < n; k++)
        params[i * n + k] = row->galaxy.value[id[k]];
      memcpy (values + i * n_obs, row->value, n_obs * sizeof *values);
      memcpy (residuals + i * self->m, row->residual, self->m * sizeof *residuals);
      ms[i] = 1e3 * row->seconds;
    }
  for (guint i = 0; i < self->report.n_blocking; i++)
    blocking[i] = sl_param_info (self->report.blocking[i].id)->name;
  json_builder_begin_object (builder);
  sl_output_json_texts (builder, "held", (const char *const *) self->inputs.names, self->m);
  sl_output_json_numbers (builder, "tolerance", self->tolerance, self->m);
  sl_output_json_texts (builder, "parameters", names, n);
  sl_output_json_matrix (builder, "values", params, n_rows, n);
  sl_output_json_texts (builder, "observables", (const char *const *) self->inputs.names, n_obs);
  sl_output_json_matrix (builder, "observable_values", values, n_rows, n_obs);
  sl_output_json_matrix (builder, "residuals", residuals, n_rows, self->m);
  sl_output_json_numbers (builder, "step_ms", ms, n_rows);
  json_builder_set_member_name (builder, "complete");
  json_builder_add_boolean_value (builder, self->reason == NULL);
  if (self->reason)
    sl_output_json_text (builder, "reason", self->reason);
  sl_output_json_texts (builder, "blocking", blocking, self->report.n_blocking);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}

static void
add_number (GString *text, double value)
{
  g_autofree char *number = isfinite (value) ? sl_text_from_number (value) : g_strdup ("nan");

  g_string_append_printf (text, "%s%s", text->len && text->str[text->len - 1] != '\n' ? "," : "", number);
}

/* All parameters that act, so that `starloom eval --points` can read the file, and the observables. */
static gboolean
write_csv (const Walk *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_galaxy_uses (&self->inputs.galaxy, p))
      g_string_append_printf (text, "%s%s", text->len ? "," : "", sl_param_info (p)->name);
  for (guint o = 0; o < self->inputs.n_obs; o++)
    g_string_append_printf (text, ",%s", self->inputs.names[o]);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->rows->len; i++)
    {
      for (int p = 0; p < SL_N_PARAMS; p++)
        if (sl_galaxy_uses (&self->inputs.galaxy, p))
          add_number (text, row_at (self, i)->galaxy.value[p]);
      for (guint o = 0; o < self->inputs.n_obs; o++)
        add_number (text, row_at (self, i)->value[o]);
      g_string_append_c (text, '\n');
    }
  return sl_file_write (self->out, text->str, text->len, SL_FILE_SHARED, error);
}

/* A picture of each galaxy, with axes that do not jump. */
static gboolean
write_frames (const Walk *self, GError **error)
{
  SlEngineConfig config = { .templates = self->inputs.templates, .filters = self->inputs.filters,
                            .observables = sl_figure_observables (), .allow_missing_lines = TRUE,
                            .history_observables = sl_figure_history_observables () };
  g_autofree SlFigureRanges *ranges = g_new0 (SlFigureRanges, 1);
  SlFigureOptions options = { .gradient = MAX (self->driven, 0), .filters = self->inputs.filters,
                              .ranges = ranges };
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) result = NULL;
  SlRequest request = { 0 };
  SlPlotTheme theme;

  if (g_mkdir_with_parents (self->frames, 0777) != 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s cannot be made a folder"), self->frames);
      return FALSE;
    }
  config.epochs = sl_figure_epochs (&config.n_epochs);
  engine = sl_command_open_engine (self->engine_name, &config, error);
  if (!engine)
    return FALSE;
  result = sl_result_new (engine);
  sl_figure_request (self->figure, &options, self->figure->histories != NULL, &request);
  sl_plot_theme_init (&theme, SL_PLOT_THEME_PRINT, 1.0);
  for (guint i = 0; i < self->rows->len && !sl_command_interrupted (); i++)
    {
      g_autofree char *name = g_strdup_printf ("frame-%05u.png", i),
                      *path = g_build_filename (self->frames, name, NULL);
      g_autoptr (SlPlot) plot = NULL;
      g_autoptr (GBytes) bytes = NULL;

      options.galaxy = &row_at (self, i)->galaxy;
      request.galaxy = *options.galaxy;
      if (!sl_engine_evaluate (engine, &request, result, error))
        return FALSE;
      plot = sl_figure_make (self->figure, engine, result, &options);
      bytes = sl_plot_export (plot, path, FRAME_WIDTH_MM, sl_figure_height_mm (self->figure, FRAME_WIDTH_MM),
                              &theme, error);
      if (!bytes
          || !sl_file_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), SL_FILE_SHARED,
                             error))
        return FALSE;
    }
  return TRUE;
}

static SlExit
run_walk (const SlCommandLine *line)
{
  g_auto (Walk) self = { 0 };
  const GOptionEntry entries[] = {
    { "hold", 0, 0, G_OPTION_ARG_STRING, &self.hold,
      N_ ("Observables that stay as they are, separated by commas"), N_ ("LIST") },
    { "drive", 0, 0, G_OPTION_ARG_STRING, &self.drive,
      N_ ("Parameter that is driven (FROM may be left out)"), N_ ("PARAMETER=FROM:TO:STEPS") },
    { "solve", 0, 0, G_OPTION_ARG_STRING, &self.solve,
      N_ ("Instead: an observable that is to have a value"), N_ ("OBSERVABLE=VALUE:STEPS") },
    { "free", 0, 0, G_OPTION_ARG_STRING, &self.inputs.params,
      N_ ("Parameters that follow (default: all but redshift and cosmology)"), N_ ("LIST") },
    { "lock", 0, 0, G_OPTION_ARG_STRING, &self.lock, N_ ("Parameters that do not follow"), N_ ("LIST") },
    { "also", 0, 0, G_OPTION_ARG_STRING, &self.also, N_ ("Further observables to list"), N_ ("LIST") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &self.out,
      N_ ("Write the galaxies as a table that eval --points reads"), N_ ("FILE.csv") },
    { "frames", 0, 0, G_OPTION_ARG_FILENAME, &self.frames, N_ ("Write a picture of each galaxy"),
      N_ ("FOLDER") },
    { "plot", 'p', 0, G_OPTION_ARG_STRING, &self.plot, N_ ("What pictures show (default: sed)"),
      N_ ("KIND") },
    SL_COMMAND_ENTRY_PRESET (&self.inputs.preset),
    SL_COMMAND_ENTRY_SET (&self.inputs.set),
    SL_COMMAND_ENTRY_AT (&self.inputs.at),
    SL_COMMAND_ENTRIES_DATA (self.inputs.data),
    SL_COMMAND_ENTRY_ENGINE (&self.engine_name),
    SL_COMMAND_ENTRY_JSON (&self.inputs.json),
    { NULL }
  };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!self.drive && !self.solve)
    return sl_command_fail_missing (line, "--drive");
  if (self.drive && self.solve)
    return sl_command_fail (SL_EXIT_USAGE, _ ("walk: --drive and --solve exclude each other"));
  if (self.drive && !self.hold)
    return sl_command_fail_missing (line, "--hold");
  sl_command_catch_interrupts ();
  if (!read_options (&self, &error) || !walk (&self, &error)
      || (self.out && !sl_command_interrupted () && !write_csv (&self, &error))
      || (self.frames && !write_frames (&self, &error)))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  if (sl_command_interrupted ())
    return SL_EXIT_INTERRUPTED;
  if (self.reason)
    {
      g_autofree char *note = g_strdup_printf (_ ("the walk ends before its goal: %s"), self.reason);

      sl_command_tell (note);
    }
  (self.inputs.json ? print_walk_json : print_walk_text) (&self);
  return SL_EXIT_OK;
}

const SlCommand sl_command_walk = {
  .name = "walk",
  .summary = N_ ("Walk along a valley: change a galaxy while observables stay as they are"),
  .arguments = N_ ("--hold LIST --drive PARAMETER=FROM:TO:STEPS"),
  .help = N_ (
    "One parameter is driven, and the free ones follow by the smallest steps, in units of their ranges,\n"
    "that keep the held observables: to 0.0001 mag or dex, or one part in 10000. With --solve the free\n"
    "parameters move by the smallest step that gives an observable a value. Where that is impossible the\n"
    "table ends, and a note says what is at its end.\n"
    "starloom render --list names presets, plots, parameters and options, starloom eval --list\n"
    "observables."),
  .run = run_walk,
};
