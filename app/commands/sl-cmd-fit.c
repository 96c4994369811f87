/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/commands/sl-commands.h"
#include "app/output/sl-output.h"
#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-text.h"
#include "app/tables/sl-fit-run.h"
#include "app/tables/sl-free-params.h"
#include "app/tables/sl-output-facts.h"
#include "model/files/sl-kept-files.h"
#include "model/support/sl-error.h"

#define MOST_THREADS 256
#define MOST_STARTS 1000
#define MOST_ITERATIONS 100000
/* A few starts find what one may miss. */
#define DEFAULT_STARTS 4
/* Errors of more than this part of the prior's say that the data know nothing of a parameter. */
#define UNKNOWN 0.9

typedef struct {
  char *data, *out, *preset, *at, *free, *starts, *seed, *loss, *loss_scale, *floor, *fraction, *iterations,
      *threads;
  char **set, **prior;
  SlCommandData library;
  gboolean exact, resume, json;
} Options;

typedef struct {
  Options options;
  SlGalaxySettings settings;
  SlGalaxy galaxy;
  SlTemplates *templates;
  SlFilterSet *filters;
  SlMeasurementFile *file;
  SlInference *inference[MOST_THREADS]; /* (run.n_threads) the first is that of one galaxy */
  SlFreeParams free;
  guint64 threads;
  SlFitRun run;
  gint64 shown;                   /* when progress was last shown */
} FitCommand;

static void
fit_command_clear (FitCommand *self)
{
  Options *o = &self->options;
  char *texts[] = { o->data, o->out,  o->preset,     o->at,    o->free,     o->starts,     o->seed,
                    o->loss, o->loss_scale, o->floor, o->fraction, o->iterations, o->threads,
                    self->run.first_none };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (o->set);
  g_strfreev (o->prior);
  sl_command_data_clear (&o->library);
  sl_galaxy_settings_clear (&self->settings);
  for (guint i = 0; i < self->run.n_threads; i++)
    g_clear_pointer (&self->inference[i], sl_inference_free);
  g_clear_pointer (&self->file, sl_measurement_file_free);
  g_clear_pointer (&self->templates, sl_templates_unref);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FitCommand, fit_command_clear)

/* --- options -------------------------------------------------------------- */

/* A number of an option that is at least 0; text NULL leaves it. */
static gboolean
read_amount (const char *option, const char *text, double *value, GError **error)
{
  if (!text || (sl_text_to_number (text, value) && *value >= 0.0))
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: expected a number of 0 or more, found “%s”"),
               option, text);
  return FALSE;
}

static gboolean
read_loss (FitCommand *self, GError **error)
{
  const char *name = self->options.loss;
  const int id = name ? sl_fit_loss_lookup (name) : SL_FIT_LOSS_SQUARE;
  g_autoptr (GString) known = g_string_new (NULL);

  self->run.options.loss = (SlFitLoss) MAX (id, 0);
  if (id >= 0)
    return TRUE;
  for (guint i = 0; i < SL_N_FIT_LOSSES; i++)
    g_string_append_printf (known, "%s%s", i ? ", " : "", sl_fit_loss_name (i));
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--loss: expected one of %s, found “%s”"), known->str,
               name);
  return FALSE;
}

static gboolean
read_numbers (FitCommand *self, GError **error)
{
  const Options *o = &self->options;
  SlFitRun *run = &self->run;
  guint64 starts = DEFAULT_STARTS, seed = 1, iterations = SL_FIT_ITERATIONS;

  if (!sl_command_whole_number ("--starts", o->starts, 1, MOST_STARTS, &starts, error)
      || !sl_command_whole_number ("--seed", o->seed, 0, G_MAXUINT32, &seed, error)
      || !sl_command_whole_number ("--iterations", o->iterations, 1, MOST_ITERATIONS, &iterations, error)
      || !sl_command_whole_number ("--threads", o->threads, 1, MOST_THREADS, &self->threads, error)
      || !read_amount ("--loss-scale", o->loss_scale, &run->options.loss_scale, error)
      || !read_amount ("--floor", o->floor, &run->floor.mag, error)
      || !read_amount ("--floor-fraction", o->fraction, &run->floor.fraction, error))
    return FALSE;
  run->options.n_starts = (guint) starts;
  run->options.seed = (guint32) seed;
  run->options.most_iterations = (guint) iterations;
  return TRUE;
}

static gboolean
read_options (FitCommand *self, GError **error)
{
  const Options *o = &self->options;
  g_auto (GStrv) set = sl_galaxy_settings_with_time ((const char *const *) o->set, o->at);

  sl_file_keep (o->data);
  sl_command_keep_data (&o->library);
  if ((o->out && !sl_file_can_write (o->out, error))
      || !sl_free_params_read (&self->free, o->free, error) || !read_loss (self, error)
      || !read_numbers (self, error)
      || !sl_free_params_read_priors (&self->free, (const char *const *) o->prior, error))
    return FALSE;
  return sl_galaxy_settings_parse (&self->settings, (const char *const *) set, error)
         && sl_galaxy_settings_to_galaxy (&self->settings, o->preset, &self->galaxy, error);
}

/* --- inputs --------------------------------------------------------------- */

/* Parameters that the catalogue fixes cannot be free. */
static gboolean
check_columns (const FitCommand *self, GError **error)
{
  for (guint k = 0; k < self->file->n_params; k++)
    for (guint p = 0; p < self->free.n; p++)
      if (self->file->param[k] == self->free.id[p])
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("%s: the column %s fixes a parameter that is named in --free"), self->file->path,
                       self->free.name[p]);
          return FALSE;
        }
  return TRUE;
}

/* One for the threads of a single galaxy, or one for each thread of a catalogue. */
static gboolean
make_inferences (FitCommand *self, GError **error)
{
  const guint cores = MIN (g_get_num_processors (), MOST_THREADS);
  g_autoptr (SlMeasurements) first = sl_measurement_file_get (self->file, 0);
  SlInferenceConfig config = { .templates = self->templates,
                               .filters = self->filters,
                               .measurements = first,
                               .base = &self->galaxy,
                               .free = self->free.id,
                               .n_free = self->free.n,
                               .priors = self->free.prior,
                               .threads = (guint) self->threads,
                               .exact = self->options.exact };

  first->floor = self->run.floor;
  self->run.n_threads = 1;
  if (!self->file->table)
    {
      self->run.n_threads = MIN (self->threads ? (guint) self->threads : cores, MAX (self->file->n, 1));
      config.threads = 1;
    }
  for (guint i = 0; i < self->run.n_threads; i++)
    if (!(self->inference[i] = sl_inference_new (&config, error)))
      return FALSE;
  return TRUE;
}

static gboolean
load_inputs (FitCommand *self, GError **error)
{
  const Options *o = &self->options;

  if (!sl_command_load_galaxy (&o->library, &self->settings, o->preset, &self->templates, &self->filters,
                               &self->galaxy, error))
    return FALSE;
  self->file = sl_measurement_file_load (o->data, self->filters, self->templates, error);
  if (!self->file || !check_columns (self, error) || !make_inferences (self, error))
    return FALSE;
  if (!self->file->table && !o->out)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("%s is a catalogue: name a file for the results with --out"), o->data);
      return FALSE;
    }
  if (self->file->table && o->resume)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--resume: %s is no catalogue"), o->data);
      return FALSE;
    }
  sl_command_tell (self->settings.notes);
  sl_command_tell_history (&self->galaxy);
  return TRUE;
}

/* A command that gives the same numbers; without: without files of data and results. g_free. */
static char *
command_text (const FitCommand *self, gboolean without)
{
  static const char *const outs[] = { "out.h5", "out.csv", "out.ecsv" };
  const Options *o = &self->options;
  const struct { const char *option, *value; } words[] = {
    { "--data", without ? NULL : o->data },
    { "--out", without || !o->out ? NULL : outs[sl_output_format (o->out)] },
    { "--free", o->free },
    { "--preset", o->preset },
    { "--at", o->at },
    { "--starts", o->starts },
    { "--seed", o->seed },
    { "--loss", o->loss },
    { "--loss-scale", o->loss_scale },
    { "--floor", o->floor },
    { "--floor-fraction", o->fraction },
    { "--iterations", o->iterations },
    { "--grid", o->library.grid },
    { "--filters", o->library.filters },
    { "--mend", o->library.mend },
    { "--wave-medium", o->library.medium },
  };
  GString *text = g_string_new ("starloom fit");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    sl_text_add_option (text, words[i].option, words[i].value);
  for (guint i = 0; o->set && o->set[i]; i++)
    sl_text_add_option (text, "--set", o->set[i]);
  for (guint i = 0; o->prior && o->prior[i]; i++)
    sl_text_add_option (text, "--prior", o->prior[i]);
  if (o->exact)
    sl_text_add_word (text, "--exact");
  return g_string_free (text, FALSE);
}

/* --- one galaxy ----------------------------------------------------------- */

#define SHOW_EVERY_US (G_USEC_PER_SEC / 4)

/* Shows where the fit is, now and then, where a person may see it. */
static gboolean
show_step (gpointer data, const SlFitStep *step)
{
  FitCommand *self = data;
  const gint64 now = g_get_monotonic_time ();
  char chi2[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->file->table && isatty (STDERR_FILENO) && now - self->shown > SHOW_EVERY_US)
    {
      fputc ('\r', stderr);
      fprintf (stderr, _ ("start %u of %u, iteration %u, chi-square %s"), step->start + 1, step->n_starts,
               step->iteration, sl_output_number (step->chi2, chi2));
      /* Removes the rest of a longer line. */
      fputs ("\033[K", stderr);
      self->shown = now;
    }
  return !sl_command_interrupted ();
}

/* Ends the line of show_step(). */
static void
hide_step (const FitCommand *self)
{
  if (self->shown && isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

static void
print_parameters (const FitCommand *self, const SlFit *fit)
{
  const char *const columns[] = { _ ("value"), _ ("error"), _ ("error of the prior") };
  g_autofree double *table = g_new (double, 3 * self->free.n);

  for (guint p = 0; p < self->free.n; p++)
    {
      table[3 * p] = fit->x[p];
      table[3 * p + 1] = fit->error[p];
      table[3 * p + 2] = fit->prior_error[p];
    }
  g_print ("%s\n", _ ("Parameters"));
  sl_output_table (self->free.name, columns, table, self->free.n, 3);
}

static void
print_measurements (const FitCommand *self, const SlFit *fit)
{
  const char *const columns[] = { _ ("measured"), _ ("error"), _ ("model"), _ ("off by (errors)") };
  const SlMeasurements *m = sl_inference_measurements (self->inference[0]);
  g_autofree double *table = g_new (double, 4 * fit->n_measurements);
  g_autofree const char **names = g_new0 (const char *, fit->n_measurements);
  guint n = 0;

  for (guint i = 0; i < fit->n_measurements; i++)
    {
      const SlMeasurement *row = sl_measurements_get (m, i);

      if (!row->on)
        continue;
      names[n] = row->observable;
      table[4 * n] = row->value;
      table[4 * n + 1] = sl_inference_sigma (self->inference[0], i);
      table[4 * n + 2] = fit->predicted[i];
      table[4 * n + 3] = fit->distance[i];
      n++;
    }
  g_print ("\n%s\n", _ ("Measurements that count"));
  sl_output_table (names, columns, table, n, 4);
}

/* A sentence about the parameters for which is () holds; none where there are none. */
static void
print_names (const FitCommand *self, const SlFit *fit, const char *sentence,
             gboolean (*is) (const SlFit *fit, guint p))
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint p = 0; p < self->free.n; p++)
    if (is (fit, p))
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", self->free.name[p]);
  if (!names->len)
    return;
  g_print (sentence, names->str);
  g_print ("\n");
}

static gboolean is_at_bound (const SlFit *fit, guint p) { return fit->bound[p] != SL_FIT_INSIDE; }
static gboolean was_moved (const SlFit *fit, guint p) { return fit->moved[p]; }

static gboolean
is_unknown (const SlFit *fit, guint p)
{
  return fit->error[p] > UNKNOWN * fit->prior_error[p];
}

static void
print_text (const FitCommand *self, const SlFit *fit)
{
  g_autofree char *sentence = sl_fit_sentence (fit);
  char chi2[G_ASCII_DTOSTR_BUF_SIZE], dof[G_ASCII_DTOSTR_BUF_SIZE], p[G_ASCII_DTOSTR_BUF_SIZE];

  print_parameters (self, fit);
  print_measurements (self, fit);
  g_print ("\n%s\n", sentence);
  g_print (_ ("Chi-square %s of %u measurements, degrees of freedom %s, p %s.\n"),
           sl_output_number (fit->chi2, chi2), fit->n_on, sl_output_number (fit->dof, dof),
           sl_output_number (fit->p, p));
  print_names (self, fit, _ ("At an end of the range: %s. The errors of these mean little."), is_at_bound);
  print_names (self, fit, _ ("The data say next to nothing about: %s."), is_unknown);
  print_names (self, fit, _ ("The first start was at an end of the range and was moved inside: %s."),
               was_moved);
  if (!fit->converged)
    g_print ("%s\n", _ ("The best start had not come to its end; give it more --iterations."));
}

static void
add_json_measurements (JsonBuilder *builder, const FitCommand *self, const SlFit *fit)
{
  const SlMeasurements *m = sl_inference_measurements (self->inference[0]);

  json_builder_set_member_name (builder, "measurements");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fit->n_measurements; i++)
    {
      const SlMeasurement *row = sl_measurements_get (m, i);

      json_builder_begin_object (builder);
      sl_output_json_text (builder, "observable", row->observable);
      sl_output_json_text (builder, "kind", row->on ? sl_measurement_kind_name (row->kind) : "off");
      sl_output_json_number (builder, "value", row->value);
      sl_output_json_number (builder, "error", sl_inference_sigma (self->inference[0], i));
      sl_output_json_number (builder, "model", fit->predicted[i]);
      sl_output_json_number (builder, "distance", fit->distance[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const FitCommand *self, const SlFit *fit)
{
  g_autofree char *sentence = sl_fit_sentence (fit);
  g_autofree const char **bounds = g_new0 (const char *, self->free.n);
  JsonBuilder *builder = json_builder_new ();
  guint n_bounds = 0;

  for (guint p = 0; p < self->free.n; p++)
    if (is_at_bound (fit, p))
      bounds[n_bounds++] = self->free.name[p];
  json_builder_begin_object (builder);
  sl_output_json_texts (builder, "parameters", self->free.name, self->free.n);
  sl_output_json_numbers (builder, "value", fit->x, self->free.n);
  sl_output_json_numbers (builder, "error", fit->error, self->free.n);
  sl_output_json_numbers (builder, "prior_error", fit->prior_error, self->free.n);
  sl_output_json_matrix (builder, "covariance", fit->covariance, self->free.n, self->free.n);
  sl_output_json_texts (builder, "at_bound", bounds, n_bounds);
  add_json_measurements (builder, self, fit);
  sl_output_json_number (builder, "chi2", fit->chi2);
  sl_output_json_number (builder, "chi2_priors", fit->chi2_priors);
  sl_output_json_number (builder, "dof", fit->dof);
  sl_output_json_number (builder, "p", fit->p);
  sl_output_json_number (builder, "n_determined", fit->n_determined);
  sl_output_json_text (builder, "sentence", sentence);
  sl_output_json_count (builder, "converged", fit->converged);
  sl_output_json_count (builder, "iterations", fit->n_iterations);
  sl_output_json_count (builder, "evaluations", (gint64) fit->n_evaluations);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}

static gboolean
get_row (gpointer data, double *rows, gsize first, gsize n, GError **error)
{
  const FitCommand *self = ((gpointer *) data)[0];

  sl_fit_row_fill (&self->run.table, ((gpointer *) data)[1], rows);
  return TRUE;
}

static gboolean
fit_one (FitCommand *self, GError **error)
{
  g_auto (SlFit) fit = { 0 };
  gpointer row[] = { self, &fit };
  gboolean good;

  if (!sl_fit_run_set (&self->run, 0, self->inference[0], error))
    return FALSE;
  good = sl_fit_run (self->inference[0], &self->run.options, &fit, error);
  hide_step (self);
  if (!good || sl_command_interrupted ())
    return good;
  if (self->options.out && !sl_fit_output_write (&self->run.table, self->options.out, get_row, row, error))
    return FALSE;
  (self->options.json ? print_json : print_text) (self, &fit);
  return TRUE;
}

/* --- a catalogue ---------------------------------------------------------- */

static gboolean
fit_catalogue (FitCommand *self, GError **error)
{
  const SlFitRun *run = &self->run;

  if (!sl_fit_run_all (&self->run, error))
    return FALSE;
  if (sl_command_interrupted ())
    return TRUE;
  if (run->n_none)
    {
      g_autofree char *note =
          run->first_none
              ? g_strdup_printf (_ ("%zu of %zu galaxies have no fit; one is %s"), run->n_none, self->file->n,
                                 run->first_none)
              : g_strdup_printf (_ ("%zu of %zu galaxies have no fit"), run->n_none, self->file->n);

      sl_command_tell (note);
    }
  if (self->options.json)
    {
      JsonBuilder *builder = json_builder_new ();

      json_builder_begin_object (builder);
      sl_output_json_count (builder, "galaxies", (gint64) self->file->n);
      sl_output_json_count (builder, "fitted", (gint64) (self->file->n - run->n_none));
      sl_output_json_text (builder, "out", self->options.out);
      json_builder_end_object (builder);
      sl_output_json_print (builder);
    }
  return TRUE;
}

/* --- command -------------------------------------------------------------- */

static gboolean
fit_data (FitCommand *self, GError **error)
{
  g_autofree char *command = NULL, *text = NULL;
  SlFitRun *run = &self->run;

  if (!read_options (self, error) || !load_inputs (self, error))
    return FALSE;
  command = command_text (self, FALSE);
  text = command_text (self, TRUE);
  run->table = (SlFitTable) { self->file, self->templates, self->filters, self->free.id, self->free.n,
                               command, sl_command_interrupted };
  run->inference = self->inference;
  run->base = &self->galaxy;
  run->options.progress = show_step;
  run->options.data = self;
  run->out = self->options.out;
  run->text = text;
  run->resume = self->options.resume;
  return (self->file->table ? fit_one : fit_catalogue) (self, error);
}

static SlExit
run_fit (const SlCommandLine *line)
{
  g_auto (FitCommand) self = { 0 };
  Options *o = &self.options;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &o->data,
      N_ ("Measurements of a galaxy, or a catalogue, CSV or ECSV"), N_ ("IN.csv") },
    { "free", 'f', 0, G_OPTION_ARG_STRING, &o->free, N_ ("Free parameters, separated by commas"),
      N_ ("LIST") },
    { "prior", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &o->prior,
      N_ ("Prior of a free parameter (default: uniform over its range); may be repeated"), N_ ("NAME=FORM") },
    SL_COMMAND_ENTRY_PRESET (&o->preset),
    SL_COMMAND_ENTRY_SET (&o->set),
    SL_COMMAND_ENTRY_AT (&o->at),
    { "starts", 0, 0, G_OPTION_ARG_STRING, &o->starts,
      N_ ("Starts: the galaxy, and the best of draws of the priors (default: 4)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &o->seed, N_ ("Of these draws: the same seed gives the same fit"),
      N_ ("N") },
    { "loss", 0, 0, G_OPTION_ARG_STRING, &o->loss,
      N_ ("How much outliers count: square (default), soft-l1, huber"), N_ ("NAME") },
    { "loss-scale", 0, 0, G_OPTION_ARG_STRING, &o->loss_scale,
      N_ ("Errors from which on a measurement is an outlier (default: 1)"), N_ ("X") },
    { "floor", 0, 0, G_OPTION_ARG_STRING, &o->floor,
      N_ ("Systematic error of magnitudes, added in quadrature"), N_ ("MAG") },
    { "floor-fraction", 0, 0, G_OPTION_ARG_STRING, &o->fraction,
      N_ ("Systematic error of all other measurements, a part of their value"), N_ ("X") },
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &o->iterations,
      N_ ("Most iterations of a start (default: 200)"), N_ ("N") },
    { "exact", 0, 0, G_OPTION_ARG_NONE, &o->exact,
      N_ ("The engine of one galaxy: slower, with its own last digits"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &o->threads, N_ ("Threads (default: one per core)"), N_ ("N") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, N_ ("File to write: OUT.csv, OUT.ecsv, or else HDF5"),
      N_ ("OUT.h5") },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &o->resume,
      N_ ("Go on where an interrupted run of the same command ended"), NULL },
    SL_COMMAND_ENTRIES_DATA (o->library),
    SL_COMMAND_ENTRY_JSON (&o->json),
    { NULL },
  };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!o->data || !o->free)
    return sl_command_fail_missing (line, o->data ? "--free" : "--data");
  sl_command_catch_interrupts ();
  if (!fit_data (&self, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  if (!sl_command_interrupted ())
    return SL_EXIT_OK;
  if (self.file->table)
    return sl_command_fail (SL_EXIT_INTERRUPTED, _ ("interrupted"));
  return sl_command_fail (SL_EXIT_INTERRUPTED,
                          _ ("interrupted after %zu of %zu galaxies; the same command with --resume goes on"),
                          self.run.done, self.file->n);
}

const SlCommand sl_command_fit = {
  .name = "fit",
  .summary = N_ ("Fit parameters of galaxies to measurements"),
  .arguments = N_ ("--data IN.csv --free LIST"),
  .help = N_ (
    "IN.csv has the columns observable, value, error and, if wanted, limit (upper, lower, fainter,\n"
    "brighter) and use (yes, no), a row for each measurement of one galaxy; or it is a catalogue with a\n"
    "row for each galaxy, and columns named after observables, each with OBSERVABLE_err and, if wanted,\n"
    "OBSERVABLE_limit. An empty field is no measurement. Columns named after parameters (redshift) fix\n"
    "them galaxy by galaxy; the first other column names galaxies.\n"
    "--preset, --set and --at give all that is not free, and the first start. A prior is\n"
    "uniform(LO,HI), normal(MEAN,SIGMA) or loguniform(LO,HI), as in --prior lgmet_old=normal(-2.0,0.2);\n"
    "all end at the parameter’s range. The error of a limit is the width of its edge.\n"
    "Errors count each prior as a normal one, so that a parameter that the data do not determine has the\n"
    "error of its prior. OUT.h5 also has the covariance. Until the results of a catalogue are complete\n"
    "they are in OUT.h5.part.\n"
    "starloom render --list names presets, parameters and options, starloom eval --list observables."),
  .run = run_fit,
};
