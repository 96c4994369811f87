/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/commands/sl-commands.h"
#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-part-file.h"
#include "app/io/sl-text.h"
#include "app/output/sl-output.h"
#include "app/tables/sl-chains-file.h"
#include "app/tables/sl-free-params.h"
#include "app/tables/sl-measurement-file.h"
#include "app/tables/sl-progress.h"
#include "model/files/sl-kept-files.h"
#include "model/inference/sl-fit.h"
#include "model/inference/sl-random.h"
#include "model/inference/sl-sampler.h"
#include "model/support/sl-error.h"

#define MOST_THREADS 1024
#define MOST_CHAINS 4096
#define MOST_DRAWS 10000000
/* Draws that are kept in memory, and in one block of a part file. */
#define MOST_BYTES (G_GUINT64_CONSTANT (1) << 31)
#define DEFAULT_CHAINS 64
#define DEFAULT_DRAWS 500
#define DEFAULT_WARMUP 300
#define DEFAULT_SEED 1
/* Starts of the fit from which chains begin. */
#define FIT_STARTS 4
/* How often what has been drawn is put on the disk. */
#define SAVE_EVERY_US (10 * G_USEC_PER_SEC)

typedef struct {
  char *data, *out, *preset, *at, *free, *chains, *draws, *warmup, *seed, *threads;
  char **set, **prior;
  SlCommandData library;
  gboolean dense, resume, json;
} Options;

typedef struct {
  Options options;
  SlGalaxySettings settings;
  SlGalaxy galaxy;
  SlTemplates *templates;
  SlFilterSet *filters;
  SlMeasurementFile *file;
  SlInference *inference;
  SlFreeParams free;
  guint64 n_chains, n_draws, warmup, seed, threads;
  SlSampler *sampler;
  SlChains *chains;
  char *text, *run; /* the command; what run it is */
  char *part;       /* NULL: there is no file of results */
  gint64 saved;
} SampleCommand;

static void
sample_command_clear (SampleCommand *self)
{
  Options *o = &self->options;
  char *texts[] = { o->data,  o->out,    o->preset, o->at,     o->free,    o->chains, o->draws,
                    o->warmup, o->seed, o->threads, self->text, self->run, self->part };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (o->set);
  g_strfreev (o->prior);
  sl_command_data_clear (&o->library);
  sl_galaxy_settings_clear (&self->settings);
  g_clear_pointer (&self->sampler, sl_sampler_free);
  g_clear_pointer (&self->chains, sl_chains_free);
  g_clear_pointer (&self->inference, sl_inference_free);
  g_clear_pointer (&self->file, sl_measurement_file_free);
  g_clear_pointer (&self->templates, sl_templates_unref);
  g_clear_pointer (&self->filters, sl_filter_set_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SampleCommand, sample_command_clear)

/* --- options -------------------------------------------------------------- */

static gboolean
read_numbers (SampleCommand *self, GError **error)
{
  const Options *o = &self->options;

  self->n_chains = DEFAULT_CHAINS;
  self->n_draws = DEFAULT_DRAWS;
  self->warmup = DEFAULT_WARMUP;
  self->seed = DEFAULT_SEED;
  if (!sl_command_whole_number ("--chains", o->chains, 2, MOST_CHAINS, &self->n_chains, error)
      || !sl_command_whole_number ("--draws", o->draws, 1, MOST_DRAWS, &self->n_draws, error)
      || !sl_command_whole_number ("--warmup", o->warmup, 0, MOST_DRAWS, &self->warmup, error)
      || !sl_command_whole_number ("--seed", o->seed, 0, G_MAXUINT32, &self->seed, error)
      || !sl_command_whole_number ("--threads", o->threads, 1, MOST_THREADS, &self->threads, error))
    return FALSE;
  if (self->n_chains * self->n_draws * (self->free.n + SL_CHAINS_N_STATS) * sizeof (double) <= MOST_BYTES)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
               _ ("--draws: %zu draws of %zu chains need more than 2 GiB; take fewer"), (gsize) self->n_draws,
               (gsize) self->n_chains);
  return FALSE;
}

static gboolean
read_options (SampleCommand *self, GError **error)
{
  const Options *o = &self->options;
  g_auto (GStrv) set = sl_galaxy_settings_with_time ((const char *const *) o->set, o->at);

  sl_file_keep (o->data);
  sl_command_keep_data (&o->library);
  if ((o->out && !sl_file_can_write (o->out, error)) || !sl_free_params_read (&self->free, o->free, error)
      || !read_numbers (self, error))
    return FALSE;
  if (!sl_free_params_read_priors (&self->free, (const char *const *) o->prior, error))
    return FALSE;
  if (o->resume && !o->out)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--resume needs the --out of the run"));
      return FALSE;
    }
  self->part = o->out ? sl_part_file_path (o->out) : NULL;
  return sl_galaxy_settings_parse (&self->settings, (const char *const *) set, error)
         && sl_galaxy_settings_to_galaxy (&self->settings, o->preset, &self->galaxy, error);
}

/* --- inputs --------------------------------------------------------------- */

/* Adds an option whose value is a number, also the default one. */
static void
add_number (GString *text, const char *option, guint64 value)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  sl_text_add_option (text, option, digits);
}

/* A command that gives the same numbers. g_free. */
static char *
command_text (const SampleCommand *self)
{
  const Options *o = &self->options;
  GString *text = g_string_new ("starloom sample");

  sl_text_add_option (text, "--data", o->data);
  sl_text_add_option (text, "--free", o->free);
  sl_text_add_option (text, "--preset", o->preset);
  sl_text_add_option (text, "--at", o->at);
  for (guint i = 0; o->set && o->set[i]; i++)
    sl_text_add_option (text, "--set", o->set[i]);
  for (guint i = 0; o->prior && o->prior[i]; i++)
    sl_text_add_option (text, "--prior", o->prior[i]);
  add_number (text, "--chains", self->n_chains);
  add_number (text, "--draws", self->n_draws);
  add_number (text, "--warmup", self->warmup);
  add_number (text, "--seed", self->seed);
  sl_text_add_option (text, "--grid", o->library.grid);
  sl_text_add_option (text, "--filters", o->library.filters);
  sl_text_add_option (text, "--mend", o->library.mend);
  sl_text_add_option (text, "--wave-medium", o->library.medium);
  if (o->dense)
    sl_text_add_word (text, "--dense");
  return g_string_free (text, FALSE);
}

/* The command with what its measurements say, so that a run does not go on with others. g_free. */
static char *
run_text (const SampleCommand *self, const SlMeasurements *m)
{
  GString *text = g_string_new (self->text);

  for (guint i = 0; i < sl_measurements_count (m); i++)
    {
      const SlMeasurement *row = sl_measurements_get (m, i);
      g_autofree char *value = sl_text_from_number (row->value), *sigma = sl_text_from_number (row->error);

      g_string_append_printf (text, "\n%s,%s,%s,%s,%d", row->observable, value, sigma,
                              sl_measurement_kind_name (row->kind), row->on != FALSE);
    }
  return g_string_free (text, FALSE);
}

static gboolean
load_inputs (SampleCommand *self, GError **error)
{
  const Options *o = &self->options;
  g_autoptr (SlMeasurements) m = NULL;
  SlInferenceConfig config;

  if (!sl_command_load_galaxy (&o->library, &self->settings, o->preset, &self->templates, &self->filters,
                               &self->galaxy, error)
      || !(self->file = sl_measurement_file_load (o->data, self->filters, self->templates, error)))
    return FALSE;
  if (!self->file->table)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("%s: expected a table of one galaxy with the columns observable, value and error, "
                      "found a catalogue"),
                   o->data);
      return FALSE;
    }
  m = sl_measurement_file_get (self->file, 0);
  config = (SlInferenceConfig) { .templates = self->templates,
                                 .filters = self->filters,
                                 .measurements = m,
                                 .base = &self->galaxy,
                                 .free = self->free.id,
                                 .n_free = self->free.n,
                                 .priors = self->free.prior,
                                 .threads = (guint) self->threads };
  if (!(self->inference = sl_inference_new (&config, error)))
    return FALSE;
  self->text = command_text (self);
  self->run = run_text (self, m);
  sl_command_tell (self->settings.notes);
  sl_command_tell_history (&self->galaxy);
  return TRUE;
}

/* --- chains --------------------------------------------------------------- */

static gboolean
go_on (gpointer data, const SlFitStep *step)
{
  return !sl_command_interrupted ();
}

/* Chains begin about the best fit, as far from it as the data leave open; without one, about the middle of
 * the ranges. */
static gboolean
new_sampler (SampleCommand *self, const SlSamplerConfig *config, GError **error)
{
  const SlFitOptions options = { .n_starts = FIT_STARTS, .seed = (guint32) self->seed, .progress = go_on };
  g_autofree double *start = g_new (double, (gsize) config->chains *self->free.n);
  g_auto (SlFit) fit = { 0 };
  g_autoptr (GError) none = NULL;
  const gboolean fitted = sl_fit_run (self->inference, &options, &fit, &none);

  /* Another fit would begin elsewhere: there is nothing to go on with. */
  if (fit.cancelled)
    g_clear_pointer (&self->part, g_free);
  for (guint c = 0; c < config->chains; c++)
    {
      const SlRandomPlace place = { self->seed, 0, c, 100 };
      double *u = start + (gsize) c * self->free.n;

      sl_random_normal (&place, u, self->free.n);
      for (guint p = 0; p < self->free.n; p++)
        u[p] = fitted ? fit.u[p] + u[p] * CLAMP (fit.error[p] / fit.prior_error[p], 1e-6, 1.0) : u[p];
    }
  self->sampler = sl_sampler_new (config, start, error);
  return self->sampler != NULL;
}

static gboolean
open_chains (SampleCommand *self, GError **error)
{
  const SlSamplerConfig config = { sl_inference_target, self->inference, self->free.n, (guint) self->n_chains,
                                   self->seed, (guint) self->warmup, self->options.dense };
  g_autoptr (GBytes) bytes = NULL;

  self->chains = sl_chains_new (config.chains, self->free.n, self->n_draws, self->free.name);
  if (self->options.resume && g_file_test (self->part, G_FILE_TEST_EXISTS))
    {
      if (!(bytes = sl_chains_restore (self->chains, self->part, self->run, error)))
        return FALSE;
      self->sampler = sl_sampler_restore (&config, bytes, self->part, error);
      return self->sampler != NULL;
    }
  if (self->part && g_file_test (self->part, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                   _ ("%s has draws of an earlier run; go on with --resume, or remove it"), self->part);
      return FALSE;
    }
  return new_sampler (self, &config, error);
}

static void
keep_draw (SampleCommand *self, const SlSamplerReport *report)
{
  SlChains *chains = self->chains;
  const gsize first = chains->done * chains->chains;

  sl_inference_to_parameters (self->inference, sl_sampler_positions (self->sampler), chains->chains,
                              chains->x + first * self->free.n);
  for (guint c = 0; c < chains->chains; c++)
    {
      double *stat = chains->stat + (first + c) * SL_CHAINS_N_STATS;

      stat[SL_CHAINS_LP] = sl_sampler_log_densities (self->sampler)[c];
      stat[SL_CHAINS_ACCEPTANCE] = report->accepted[c];
      stat[SL_CHAINS_ENERGY] = report->energy[c];
      stat[SL_CHAINS_DIVERGING] = report->diverging[c];
      stat[SL_CHAINS_N_STEPS] = report->steps;
      stat[SL_CHAINS_STEP_SIZE] = report->step_size;
    }
  chains->done++;
}

static gboolean
save (SampleCommand *self, GError **error)
{
  g_autoptr (GBytes) bytes = sl_sampler_save (self->sampler);

  self->saved = g_get_monotonic_time ();
  return sl_chains_save (self->chains, self->part, self->run, bytes, error);
}

static gboolean
run_chains (SampleCommand *self, GError **error)
{
  const gsize all = self->warmup + self->n_draws;
  SlProgress progress = sl_progress_begin (all, sl_sampler_n_steps (self->sampler));

  self->saved = g_get_monotonic_time ();
  while (self->chains->done < self->n_draws && !sl_command_interrupted ())
    {
      SlSamplerReport report;

      if (!sl_sampler_step (self->sampler, &report, error))
        return FALSE;
      if (!report.warmup)
        keep_draw (self, &report);
      sl_progress_tell (&progress, sl_sampler_n_steps (self->sampler));
      /* The first time after the warm-up, which is long. */
      if (self->part && (self->chains->done == 1 || g_get_monotonic_time () - self->saved > SAVE_EVERY_US)
          && !save (self, error))
        return FALSE;
    }
  return !sl_command_interrupted () || !self->part || save (self, error);
}

/* --- results -------------------------------------------------------------- */

static const struct {
  SlDoubt doubt;
  const char *name, *sentence;
} doubt_table[] = {
  { SL_DOUBT_RHAT, "rhat", N_ ("the chains disagree (R-hat above 1.01): take more --draws or --warmup") },
  { SL_DOUBT_ESS, "ess", N_ ("there are fewer than 400 effective draws: take more --draws") },
  { SL_DOUBT_DIVERGENCES, "divergences",
    N_ ("trajectories diverged: parts of the posterior may be missing; narrower priors may help") },
  { SL_DOUBT_FROZEN, "frozen", N_ ("a chain hardly moved") },
};

typedef struct {
  SlDiagnostics parameter[SL_N_PARAMS];
  guint doubts;
  gsize diverging;
  double unique;
} Summary;

static void
print_text (const SampleCommand *self, const Summary *s)
{
  const char *const columns[] = { _ ("mean"),  _ ("sd"),       "2.5 %",         "16 %",
                                  "50 %",      "84 %",         "97.5 %",        _ ("R-hat"),
                                  _ ("bulk ESS"), _ ("tail ESS"), _ ("error of mean") };
  enum { N_COLUMNS = G_N_ELEMENTS (columns) };
  g_autofree double *table = g_new (double, N_COLUMNS * self->free.n);

  for (guint p = 0; p < self->free.n; p++)
    {
      const SlDiagnostics *d = &s->parameter[p];
      const double row[N_COLUMNS] = { d->mean,        d->sd,          d->quantile[0], d->quantile[1],
                                      d->quantile[2], d->quantile[3], d->quantile[4], d->rhat,
                                      d->ess_bulk,    d->ess_tail,    d->mcse_mean };

      memcpy (table + p * N_COLUMNS, row, sizeof row);
    }
  sl_output_table (self->free.name, columns, table, self->free.n, N_COLUMNS);
  g_print ("\n");
  g_print (_ ("%zu draws of %u chains, %zu divergences.\n"), self->chains->done, self->chains->chains,
           s->diverging);
  if (!s->doubts)
    g_print ("%s\n", _ ("The chains have converged: the samples can be believed."));
  else
    g_print ("%s\n", _ ("The samples should not be believed yet:"));
  for (guint i = 0; i < G_N_ELEMENTS (doubt_table); i++)
    if (s->doubts & doubt_table[i].doubt)
      g_print ("- %s\n", _ (doubt_table[i].sentence));
}

static void
print_json (const SampleCommand *self, const Summary *s)
{
  JsonBuilder *builder = json_builder_new ();
  const char *reasons[G_N_ELEMENTS (doubt_table)];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (doubt_table); i++)
    if (s->doubts & doubt_table[i].doubt)
      reasons[n++] = doubt_table[i].name;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "parameters");
  json_builder_begin_array (builder);
  for (guint p = 0; p < self->free.n; p++)
    {
      const SlDiagnostics *d = &s->parameter[p];

      json_builder_begin_object (builder);
      sl_output_json_text (builder, "name", self->free.name[p]);
      sl_output_json_number (builder, "mean", d->mean);
      sl_output_json_number (builder, "sd", d->sd);
      sl_output_json_numbers (builder, "quantiles", d->quantile, SL_N_QUANTILES);
      sl_output_json_number (builder, "r_hat", d->rhat);
      sl_output_json_number (builder, "ess_bulk", d->ess_bulk);
      sl_output_json_number (builder, "ess_tail", d->ess_tail);
      sl_output_json_number (builder, "mcse_mean", d->mcse_mean);
      sl_output_json_number (builder, "mcse_sd", d->mcse_sd);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  sl_output_json_numbers (builder, "quantile_levels", sl_quantile_levels, SL_N_QUANTILES);
  sl_output_json_count (builder, "chains", self->chains->chains);
  sl_output_json_count (builder, "draws", (gint64) self->chains->done);
  sl_output_json_count (builder, "divergences", (gint64) s->diverging);
  sl_output_json_number (builder, "least_unique", s->unique);
  sl_output_json_count (builder, "moved_chains", sl_sampler_n_moved (self->sampler));
  sl_output_json_count (builder, "gradients", (gint64) sl_sampler_n_gradients (self->sampler));
  json_builder_set_member_name (builder, "believed");
  json_builder_add_boolean_value (builder, s->doubts == 0);
  sl_output_json_texts (builder, "reasons", reasons, n);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}

static gboolean
finish (SampleCommand *self, GError **error)
{
  Summary s = { 0 };

  if (self->options.out && !sl_chains_write (self->chains, self->options.out, self->text, error))
    return FALSE;
  if (self->part)
    g_remove (self->part);
  s.doubts = sl_chains_diagnose (self->chains, s.parameter, &s.diverging, &s.unique);
  (self->options.json ? print_json : print_text) (self, &s);
  return TRUE;
}

/* --- command -------------------------------------------------------------- */

static SlExit
run_sample (const SlCommandLine *line)
{
  g_auto (SampleCommand) self = { 0 };
  Options *o = &self.options;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &o->data, N_ ("Measurements of a galaxy, CSV or ECSV"),
      N_ ("IN.csv") },
    { "free", 'f', 0, G_OPTION_ARG_STRING, &o->free, N_ ("Free parameters, separated by commas"),
      N_ ("LIST") },
    { "prior", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &o->prior,
      N_ ("Prior of a free parameter (default: uniform over its range); may be repeated"), N_ ("NAME=FORM") },
    SL_COMMAND_ENTRY_PRESET (&o->preset),
    SL_COMMAND_ENTRY_SET (&o->set),
    SL_COMMAND_ENTRY_AT (&o->at),
    { "chains", 0, 0, G_OPTION_ARG_STRING, &o->chains, N_ ("Chains side by side (default: 64)"), N_ ("N") },
    { "draws", 0, 0, G_OPTION_ARG_STRING, &o->draws, N_ ("Draws of each chain (default: 500)"), N_ ("N") },
    { "warmup", 0, 0, G_OPTION_ARG_STRING, &o->warmup,
      N_ ("Trajectories before them, which adapt (default: 300)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &o->seed, N_ ("The same seed gives the same draws (default: 1)"),
      N_ ("N") },
    { "dense", 0, 0, G_OPTION_ARG_NONE, &o->dense,
      N_ ("A mass matrix with all its entries: fewer steps where parameters trade places"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &o->threads, N_ ("Threads (default: one per core)"), N_ ("N") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, N_ ("Draws to write: OUT.csv, or else HDF5"),
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
  if (!read_options (&self, &error) || !load_inputs (&self, &error) || !open_chains (&self, &error)
      || !run_chains (&self, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  if (sl_command_interrupted ())
    return sl_command_fail (SL_EXIT_INTERRUPTED,
                            self.part ? _ ("interrupted; the same command with --resume goes on")
                                      : _ ("interrupted"));
  return finish (&self, &error) ? SL_EXIT_OK : sl_command_fail_error (SL_EXIT_FAULT, error);
}

const SlCommand sl_command_sample = {
  .name = "sample",
  .summary = N_ ("Draw parameters of a galaxy from what measurements leave open"),
  .arguments = N_ ("--data IN.csv --free LIST"),
  .help = N_ (
    "IN.csv has the columns observable, value, error and, if wanted, limit and use, as for starloom fit,\n"
    "which also explains priors. Draws of the posterior are made by Hamiltonian Monte Carlo, in chains\n"
    "that begin about the best fit. The summary says whether they can be believed: R-hat below 1.01, 400\n"
    "effective draws for the centre and the tails of each parameter, hardly any divergences.\n"
    "OUT.h5 has the groups posterior and sample_stats, as arviz.from_netcdf() reads them. Until all draws\n"
    "are made they are in OUT.h5.part; --resume goes on and gives the same draws."),
  .run = run_sample,
};
