/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/cluster/sl-mpi.h"
#include "app/commands/sl-commands.h"
#include "app/commands/sl-eval-output.h"
#include "app/commands/sl-eval-run.h"
#include "app/compute/sl-engines.h"
#include "app/figures/sl-figures.h"
#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-text.h"
#include "model/files/sl-kept-files.h"
#include "model/observables/sl-observables.h"
#include "model/support/sl-error.h"

#define MOST_THREADS 1024
/* From so many galaxies on they are computed together; fewer have the engine's own numbers, in a second or
 * two. */
#define TOGETHER_FROM 1000

typedef struct {
  char *points, *out, *engine, *observables, *threads, *dust_law, *at;
  SlCommandData data;
  char **set;
  gboolean sed, jacobian, extrapolate, exact, skip_bad, resume, list;
} Options;

typedef struct {
  Options options;
  SlGalaxySettings set, law, lines; /* of all points: from --set, --dust-law, and the lines of their file */
  SlPointsReader *reader;
  SlPointsSurvey survey;
  SlTemplates *templates;
  SlFilterSet *filters;
  char **names;               /* of observables */
  SlEngine *engine;
  SlResult *result;
  SlBatch *batch;             /* NULL: galaxies are computed one by one */
  guint n_columns;
  SlParamId column[SL_N_PARAMS]; /* (n_columns) of the Jacobian and of the points in the output */
} Eval;

static void
eval_clear (Eval *self)
{
  g_free (self->options.points);
  g_free (self->options.out);
  sl_command_data_clear (&self->options.data);
  g_free (self->options.engine);
  g_free (self->options.dust_law);
  g_free (self->options.at);
  g_strfreev (self->options.set);
  g_free (self->options.observables);
  g_free (self->options.threads);
  sl_points_survey_clear (&self->survey);
  g_clear_pointer (&self->reader, sl_points_reader_free);
  sl_galaxy_settings_clear (&self->set);
  sl_galaxy_settings_clear (&self->law);
  sl_galaxy_settings_clear (&self->lines);
  g_clear_pointer (&self->result, sl_result_free);
  g_clear_pointer (&self->engine, sl_engine_free);
  g_clear_pointer (&self->batch, sl_batch_free);
  g_clear_pointer (&self->templates, sl_templates_unref);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
  g_clear_pointer (&self->names, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Eval, eval_clear)

static gboolean
check_paths (const Options *options, GError **error)
{
  sl_file_keep (options->points);
  sl_command_keep_data (&options->data);
  if (!sl_file_can_write (options->out, error))
    return FALSE;
  if (options->sed && sl_output_format (options->out) != SL_OUTPUT_HDF5)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                 _ ("%s: spectra are written as HDF5 alone; give a name such as out.h5"), options->out);
  else if (g_str_has_suffix (options->out, ".txt") || g_str_has_suffix (options->out, ".tsv"))
    g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                 _ ("%s: results are written as HDF5, CSV or ECSV; give a name such as out.h5, out.csv or "
                    "out.ecsv"),
                 options->out);
  else
    return TRUE;
  return FALSE;
}

static gboolean
open_engine (Eval *self, GError **error)
{
  const Options *options = &self->options;
  SlEngineConfig config = { 0 };
  guint64 threads = sl_mpi_threads ();

  if (!sl_command_whole_number ("--threads", options->threads, 1, MOST_THREADS, &threads, error))
    return FALSE;
  self->names = options->observables ? sl_text_split (options->observables)
                                     : g_strdupv ((char **) sl_figure_observables ());
  if (!self->names[0])
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("%s: expected names separated by commas, found none"), "--observables");
      return FALSE;
    }
  if (!sl_command_load_data (&options->data, &self->templates, &self->filters, error))
    return FALSE;
  config.templates = self->templates;
  config.filters = self->filters;
  config.observables = (const char *const *) self->names;
  config.threads = (guint) threads;
  self->engine = sl_command_open_engine (options->engine, &config, error);
  if (!self->engine)
    return FALSE;
  self->result = sl_result_new (self->engine);
  return TRUE;
}

/* The output has a column for each parameter, in the order of the table, that any of the points has: other
 * star-formation histories have other parameters. */
static void
choose_columns (Eval *self)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_param_set_has (self->survey.any, p))
      self->column[self->n_columns++] = p;
}

/* Options that change numbers, for the part file. */
static char *
options_text (const Eval *self)
{
  const Options *o = &self->options;
  g_autofree char *set = o->set ? g_strjoinv (" ", o->set) : g_strdup ("");

  return g_strdup_printf ("%s|%s|%s|%s|%s|%s|%d%d%d", set, o->at ? o->at : "", o->dust_law ? o->dust_law : "",
                          self->templates->path, self->filters->path, o->data.mend ? o->data.mend : "",
                          o->exact, o->extrapolate, o->skip_bad);
}

/* A command that gives the same numbers, for the output; what does not change them is left out. g_free. */
static char *
command_text (const Options *o)
{
  static const char *const outs[] = { "out.h5", "out.csv", "out.ecsv" };
  const struct { const char *option, *value; } words[] = {
    { "--points", o->points },
    { "--out", outs[sl_output_format (o->out)] },
    { "--observables", o->observables },
    { "--grid", o->data.grid },
    { "--filters", o->data.filters },
    { "--mend", o->data.mend },
    { "--wave-medium", o->data.medium },
    { "--dust-law", o->dust_law },
    { "--at", o->at },
    { "--engine", o->engine },
  };
  const struct { const char *option; gboolean on; } switches[] = {
    { "--jacobian", o->jacobian }, { "--sed", o->sed },           { "--extrapolate", o->extrapolate },
    { "--exact", o->exact },       { "--skip-bad", o->skip_bad },
  };
  GString *text = g_string_new ("starloom eval");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    sl_text_add_option (text, words[i].option, words[i].value);
  for (guint i = 0; o->set && o->set[i]; i++)
    sl_text_add_option (text, "--set", o->set[i]);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (switches[i].on)
      sl_text_add_word (text, switches[i].option);
  return g_string_free (text, FALSE);
}

/* Looks up the names of emission lines in the library: those of --set, or else those of the file. */
static gboolean
find_lines (Eval *self, GError **error)
{
  SlPoints *points = sl_points_reader_points (self->reader);
  g_autofree char *text = g_strconcat ("lines_off=", points->lines_off, NULL);

  if (!sl_galaxy_settings_use_library (&self->set, self->templates, error))
    return FALSE;
  if (!self->set.lines_off && points->lines_off
      && (!sl_galaxy_settings_parse (&self->lines, (const char *[]) { text, NULL }, error)
          || !sl_galaxy_settings_use_library (&self->lines, self->templates, error)))
    {
      g_prefix_error (error, "%s: ", points->path);
      return FALSE;
    }
  sl_points_add_settings (points, &self->lines);
  sl_points_add_settings (points, &self->set);
  return TRUE;
}

static gboolean
print_observable_names (const SlCommandData *data, GError **error)
{
  g_autofree char *names = sl_observable_names ("\n");
  g_autoptr (SlFilterSet) filters = sl_command_load_filters (data, error);

  if (!filters)
    return FALSE;
  g_print ("%s\nSYSTEM/band:", names);
  for (guint i = 0; i < filters->n_filters; i++)
    {
      gboolean next = i == 0 || strcmp (filters->filters[i].system, filters->filters[i - 1].system) != 0;

      g_print ("%s%s", next ? "\n  " : " ", filters->filters[i].name);
    }
  g_print ("\n");
  return TRUE;
}

/* Tells what is notable in tables, for the point that is seen last, since a table ends earliest for it, and
 * what the broadest lines spill over. */
static void
tell_of_points (const Eval *self)
{
  SlGalaxy galaxy;

  if (self->survey.nearest_table)
    {
      sl_points_galaxy (self->survey.nearest_table, 0, &galaxy);
      sl_command_tell_history (&galaxy);
    }
  if (!self->survey.broadest)
    return;
  sl_points_galaxy (self->survey.broadest, 0, &galaxy);
  sl_command_tell_spills ((const char *const *) self->names, self->filters, self->templates, &galaxy);
}

/* Whether galaxies are computed together; --resume needs the file that such runs keep. */
static gboolean
open_batch (Eval *self, GError **error)
{
  const Options *o = &self->options;
  SlBatchConfig config = { .templates = self->templates,
                           .filters = self->filters,
                           .observables = (const char *const *) self->names,
                           .exact = o->exact };
  guint64 threads = sl_mpi_threads ();

  if (o->sed || (o->engine && strcmp (o->engine, "cpu") != 0)
      || (!o->resume && (o->exact || self->survey.n < TOGETHER_FROM)))
    {
      if (!o->resume)
        return TRUE;
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--resume: only observables and Jacobians by the CPU engine can be resumed"));
      return FALSE;
    }
  if (!sl_command_whole_number ("--threads", o->threads, 1, MOST_THREADS, &threads, error))
    return FALSE;
  config.threads = (guint) threads;
  self->batch = sl_batch_new (&config, error);
  return self->batch != NULL;
}

static gboolean
load_inputs (Eval *self, GError **error)
{
  g_auto (GStrv) set =
      sl_galaxy_settings_with_time ((const char *const *) self->options.set, self->options.at);

  SlPoints *points;

  if (!check_paths (&self->options, error))
    return FALSE;
  if (!sl_galaxy_settings_parse (&self->set, (const char *const *) set, error))
    return FALSE;
  self->reader = sl_points_reader_open (self->options.points, self->options.skip_bad, error);
  if (!self->reader)
    return FALSE;
  points = sl_points_reader_points (self->reader);
  if (self->options.dust_law)
    {
      g_autofree char *text = g_strconcat ("dust_law=", self->options.dust_law, NULL);

      if (!sl_galaxy_settings_parse (&self->law, (const char *[]) { text, NULL }, error))
        return FALSE;
    }
  sl_points_add_settings (points, &self->law);
  sl_points_add_settings (points, &self->set);
  /* All rows are checked before anything is computed. */
  if (!sl_points_survey (self->reader, self->options.extrapolate, &self->survey, error)
      || !open_engine (self, error) || !find_lines (self, error) || !open_batch (self, error))
    return FALSE;
  choose_columns (self);
  sl_command_tell (points->notes);
  sl_command_tell (self->set.notes);
  tell_of_points (self);
  return TRUE;
}

/* Checks that all ranks have read the same file: the split of rows relies on it. Together. */
static gboolean
same_points (const Eval *self, GError **error)
{
  guint64 n = self->survey.n;

  sl_mpi_broadcast (&n, sizeof n);
  if (n != self->survey.n)
    g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                 _ ("%s: this process reads %zu points, the first one %" PRIu64), self->options.points,
                 self->survey.n, n);
  return sl_mpi_agree (n == self->survey.n, error);
}

static gboolean
evaluate_file (Eval *self, SlEvalRun *run, GError **error)
{
  g_autofree char *options = NULL, *command = command_text (&self->options);
  SlEval eval;

  if (!sl_mpi_agree (load_inputs (self, error), error) || !same_points (self, error))
    return FALSE;
  eval = (SlEval) { .reader = self->reader,
                    .survey = &self->survey,
                    .templates = self->templates,
                    .filters = self->filters,
                    .names = (const char *const *) self->names,
                    .n_obs = (guint) self->engine->n_obs,
                    .column = self->column,
                    .n_columns = self->n_columns,
                    .engine = self->engine,
                    .result = self->result,
                    .batch = self->batch,
                    .jacobian = self->options.jacobian,
                    .sed = self->options.sed,
                    .skip_bad = self->options.skip_bad,
                    .extrapolate = self->options.extrapolate,
                    .command = command };
  run->out = self->options.out;
  run->options = options = options_text (self);
  run->resume = self->options.resume;
  if (!sl_eval_run (&eval, run, error))
    return FALSE;
  sl_command_tell_lost (self->engine);
  return TRUE;
}

static SlExit
run_eval (const SlCommandLine *line)
{
  g_auto (Eval) self = { 0 };
  Options *o = &self.options;
  const GOptionEntry entries[] = {
    { "points", 'p', 0, G_OPTION_ARG_FILENAME, &o->points, N_ ("Parameters of galaxies, HDF5, CSV or ECSV"),
      N_ ("IN") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, N_ ("File to write: OUT.csv, OUT.ecsv, or else HDF5"),
      N_ ("OUT.h5") },
    { "observables", 0, 0, G_OPTION_ARG_STRING, &o->observables, N_ ("Observables, separated by commas"),
      N_ ("LIST") },
    { "jacobian", 'j', 0, G_OPTION_ARG_NONE, &o->jacobian, N_ ("Also derivatives by all parameters"), NULL },
    { "sed", 's', 0, G_OPTION_ARG_NONE, &o->sed, N_ ("Also spectra"), NULL },
    { "extrapolate", 0, 0, G_OPTION_ARG_NONE, &o->extrapolate, N_ ("Accept parameters outside their ranges"),
      NULL },
    { "exact", 0, 0, G_OPTION_ARG_NONE, &o->exact,
      N_ ("The engine of one galaxy for every row: slower, with its own last digits"), NULL },
    { "skip-bad", 0, 0, G_OPTION_ARG_NONE, &o->skip_bad,
      N_ ("Rows that are no galaxies have NaN as their results; without it they are errors"), NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &o->resume,
      N_ ("Go on where an interrupted run of the same command ended"), NULL },
    SL_COMMAND_ENTRIES_DATA (o->data),
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->set,
      N_ ("Set a parameter or an option of all points; may be repeated"), N_ ("NAME=VALUE") },
    { "dust-law", 0, 0, G_OPTION_ARG_STRING, &o->dust_law, N_ ("The same as --set dust_law=NAME"),
      N_ ("NAME") },
    SL_COMMAND_ENTRY_AT (&o->at),
    SL_COMMAND_ENTRY_ENGINE (&o->engine),
    { "threads", 0, 0, G_OPTION_ARG_STRING, &o->threads,
      N_ ("Threads of the CPU engine (default: one per core)"), N_ ("N") },
    { "list", 0, 0, G_OPTION_ARG_NONE, &o->list, N_ ("List observables and filters, and do nothing else"),
      NULL },
    { NULL },
  };
  SlEvalRun run = { 0 };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (o->list)
    return print_observable_names (&o->data, &error) ? SL_EXIT_OK
                                                     : sl_command_fail_error (SL_EXIT_FAULT, error);
  if (!o->points || !o->out)
    return sl_command_fail_missing (line, o->points ? "--out" : "--points");
  sl_command_catch_interrupts ();
  if (!evaluate_file (&self, &run, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  if (sl_command_interrupted () && run.kept)
    return sl_command_fail (SL_EXIT_INTERRUPTED,
                            _ ("interrupted after %zu of %zu galaxies; the same command with --resume goes "
                               "on"),
                            run.done, self.survey.n);
  if (sl_command_interrupted ())
    return sl_command_fail (SL_EXIT_INTERRUPTED, _ ("interrupted; %s was not written"), o->out);
  return SL_EXIT_OK;
}

const SlCommand sl_command_eval = {
  .name = "eval",
  .summary = N_ ("Compute observables, derivatives and spectra of many galaxies"),
  .arguments = N_ ("--points IN --out OUT.h5"),
  .help = N_ (
      "IN is an HDF5 file with /parameter_names (P), /points (N, P) and options as attributes of /points\n"
      "or as datasets of N names (sfh_model, dust_law, metals …); or a CSV file whose header row names\n"
      "parameters and options. A parameter or option that is not in the file has its default; --set\n"
      "applies to all points. starloom render --list names parameters and options.\n"
      "OUT.h5 contains /observable_names, /values (N, observables) and, if requested,\n"
      "/jacobian (N, observables, parameters), /wave, /sed and /sed_intrinsic (N, wavelengths).\n"
      "OUT.csv and OUT.ecsv have a row for each galaxy: its parameters and options, then observables and,\n"
      "if requested, derivatives d(OBSERVABLE)/d(PARAMETER); they have no spectra. Any of them can be IN.\n"
      "Lines, indices and breaks have their limits in air; /wave is in the library’s medium, /wave_air\n"
      "or /wave_vacuum in the other one.\n"
      "An observable that does not exist at a point is NaN there.\n"
      "From 1000 galaxies on they are computed together: to some 1e-4 mag, rarely more, and 2e-3 of\n"
    "the scale of derivatives (6e-3 by redshift). Until OUT.h5 is complete, results are in\n"
    "OUT.h5.part.\n"
    "starloom eval --list names observables and filters."),
  .run = run_eval,
};
