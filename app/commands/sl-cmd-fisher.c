/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/commands/sl-fisher.h"
#include "app/output/sl-output.h"
#include "app/compute/sl-engines.h"
#include "app/io/sl-text.h"
#include "model/support/sl-error.h"

static void
fisher_clear (SlFisherCommand *self)
{
  sl_derivative_inputs_clear (&self->inputs);
  sl_fisher_forecast_clear (&self->forecast);
  g_free (self->sigma_text);
  g_free (self->engine);
  sl_fisher_extras_clear (&self->extras);
  g_free (self->sigma);
  g_free (self->prior);
  g_free (self->value);
  g_free (self->jac);
  g_free (self->fisher);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlFisherCommand, fisher_clear)

/* One number for all observables, or one for each. */
static gboolean
read_sigma (SlFisherCommand *self, GError **error)
{
  g_auto (GStrv) texts = sl_text_split (self->sigma_text);
  guint n = g_strv_length (texts);

  if (n != 1 && n != self->inputs.n_obs)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("--sigma: expected one number, or one for each of %u observables, found %u"),
                   self->inputs.n_obs, n);
      return FALSE;
    }
  self->sigma = g_new (double, self->inputs.n_obs);
  for (guint o = 0; o < self->inputs.n_obs; o++)
    {
      const char *text = texts[n == 1 ? 0 : o];

      if (!sl_text_to_number (text, &self->sigma[o]) || !(self->sigma[o] > 0.0))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("--sigma: expected a number greater than 0, found “%s”"), text);
          return FALSE;
        }
    }
  return TRUE;
}

/* The matrix with priors, and what it says. */
static gboolean
forecast (SlFisherCommand *self, GError **error)
{
  const guint n = self->inputs.n;

  self->fisher = g_new (double, (gsize) n * n);
  sl_fisher (self->jac, self->sigma, self->inputs.n_obs, n, self->fisher);
  for (guint p = 0; p < n; p++)
    sl_fisher_add_prior (self->fisher, n, p, self->prior[p]);
  return sl_fisher_forecast (self->fisher, n, &self->forecast, error);
}

/* The observables, then those of --next; they stay where they are. g_free. */
static char **
all_observables (const SlFisherCommand *self)
{
  const SlFisherExtras *extras = &self->extras;
  char **names = g_new0 (char *, self->inputs.n_obs + extras->n_next + 1);

  memcpy (names, self->inputs.names, self->inputs.n_obs * sizeof *names);
  for (guint i = 0; i < extras->n_next; i++)
    names[self->inputs.n_obs + i] = extras->next_names[i];
  return names;
}

static gboolean
evaluate_fisher (SlFisherCommand *self, GError **error)
{
  const guint n_obs = self->inputs.n_obs, n = self->inputs.n;
  g_autofree char **names = all_observables (self);
  SlEngineConfig config = { .templates = self->inputs.templates, .filters = self->inputs.filters,
                            .observables = (const char *const *) names };
  SlRequest request = { .galaxy = self->inputs.galaxy,
                        .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN };
  g_autoptr (SlEngine) engine = sl_command_open_engine (self->engine, &config, error);
  g_autoptr (SlResult) result = engine ? sl_result_new (engine) : NULL;

  if (!result || !sl_engine_evaluate (engine, &request, result, error))
    return FALSE;
  sl_command_tell_spills (config.observables, config.filters, config.templates, &request.galaxy);
  self->value = g_memdup2 (result->obs, n_obs * sizeof (double));
  self->jac = g_new (double, (gsize) n_obs * n);
  for (guint o = 0; o < n_obs; o++)
    {
      if (!isfinite (self->value[o]))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                       _ ("%s does not exist for this galaxy; remove it from --observables"),
                       self->inputs.names[o]);
          return FALSE;
        }
      for (guint p = 0; p < n; p++)
        self->jac[o * n + p] = result->obs_jac[o * SL_N_PARAMS + self->inputs.id[p]];
    }
  return forecast (self, error) && sl_fisher_extras_evaluate (self, engine, result, error);
}

static void
print_observables (const SlFisherCommand *self)
{
  const char *const columns[] = { _ ("value"), _ ("error") };
  g_autofree double *table = g_new (double, 2 * self->inputs.n_obs);

  for (guint o = 0; o < self->inputs.n_obs; o++)
    {
      table[2 * o] = self->value[o];
      table[2 * o + 1] = self->sigma[o];
    }
  g_print ("%s\n", _ ("Observables"));
  sl_output_table ((const char *const *) self->inputs.names, columns, table, self->inputs.n_obs, 2);
}

static void
print_eigenvectors (const SlFisherCommand *self)
{
  const guint n = self->inputs.n;
  const char *columns[SL_N_PARAMS + 2] = { _ ("eigenvalue"), _ ("error") };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *table = g_new (double, n * (n + 2));

  for (guint i = 0; i < n; i++)
    {
      double *row = table + i * (n + 2), value = self->forecast.eigenvalue[i];

      columns[2 + i] = self->inputs.param_names[i];
      g_ptr_array_add (rows, g_strdup_printf ("%u", i + 1));
      row[0] = value;
      /* Eigenvalues beyond the rank are rounding errors of either sign. */
      row[1] = i < self->forecast.rank && value > 0.0 ? 1.0 / sqrt (value) : INFINITY;
      for (guint p = 0; p < n; p++)
        row[2 + p] = self->forecast.eigenvector[i * n + p];
    }
  g_print ("\n%s\n",
           _ ("Eigenvalues and eigenvectors (combinations of parameters), the best determined first"));
  sl_output_table ((const char *const *) rows->pdata, columns, table, n, n + 2);
}

static void
print_errors (const SlFisherCommand *self)
{
  const guint n = self->inputs.n;
  const char *const columns[] = { _ ("value"), _ ("error, all free"), _ ("error, others fixed") };
  g_autofree double *table = g_new (double, 3 * n);

  if (self->forecast.rank < n)
    {
      g_print ("\n");
      g_print (_ ("The matrix is singular: the observables determine %u of %u combinations of parameters\n"
                  "and say nothing about the rest. The parameters have finite errors only with more\n"
                  "observables or fewer parameters.\n"),
               self->forecast.rank, n);
      return;
    }
  for (guint p = 0; p < n; p++)
    {
      table[3 * p] = self->inputs.galaxy.value[self->inputs.id[p]];
      table[3 * p + 1] = self->forecast.error[p];
      table[3 * p + 2] = self->forecast.error_alone[p];
    }
  g_print ("\n%s\n", _ ("Forecast standard errors"));
  sl_output_table (self->inputs.param_names, columns, table, n, 3);
}

static void
print_fisher_text (const SlFisherCommand *self)
{
  print_observables (self);
  g_print ("\n%s\n", _ ("Fisher matrix"));
  sl_output_table (self->inputs.param_names, self->inputs.param_names, self->fisher, self->inputs.n,
                   self->inputs.n);
  print_eigenvectors (self);
  print_errors (self);
  sl_fisher_extras_print (self);
}

static void
print_fisher_json (const SlFisherCommand *self)
{
  const guint n = self->inputs.n, n_obs = self->inputs.n_obs;
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  sl_output_json_texts (builder, "observables", (const char *const *) self->inputs.names, n_obs);
  sl_output_json_numbers (builder, "value", self->value, n_obs);
  sl_output_json_numbers (builder, "sigma", self->sigma, n_obs);
  sl_output_json_texts (builder, "parameters", self->inputs.param_names, n);
  sl_output_json_matrix (builder, "jacobian", self->jac, n_obs, n);
  sl_output_json_matrix (builder, "fisher", self->fisher, n, n);
  sl_output_json_numbers (builder, "eigenvalues", self->forecast.eigenvalue, n);
  sl_output_json_matrix (builder, "eigenvectors", self->forecast.eigenvector, n, n);
  sl_output_json_count (builder, "rank", self->forecast.rank);
  sl_output_json_numbers (builder, "errors", self->forecast.error, n);
  sl_output_json_numbers (builder, "errors_others_known", self->forecast.error_alone, n);
  sl_fisher_extras_print_json (self, builder);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}

static SlExit
run_fisher (const SlCommandLine *line)
{
  g_auto (SlFisherCommand) self = { 0 };
  const GOptionEntry entries[] = {
    SL_DERIVATIVE_INPUTS_ENTRIES (&self.inputs),
    { "sigma", 0, 0, G_OPTION_ARG_STRING, &self.sigma_text,
      N_ ("Standard errors of the observables: one for all, or one for each"), N_ ("S") },
    SL_FISHER_EXTRAS_ENTRIES (&self.extras),
    SL_COMMAND_ENTRY_ENGINE (&self.engine),
    { NULL }
  };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!self.inputs.observables || !self.inputs.params || !self.sigma_text)
    return sl_command_fail_missing (line, !self.inputs.observables ? "--observables"
                                          : !self.inputs.params    ? "--params"
                                                                   : "--sigma");
  if (self.extras.of && !self.extras.next)
    return sl_command_fail (SL_EXIT_USAGE, _ ("fisher: --for needs --next"));
  if (!sl_fisher_extras_parse (&self.extras, &error) || !sl_derivative_inputs_load (&self.inputs, &error)
      || !read_sigma (&self, &error) || !sl_fisher_extras_read (&self, &error)
      || !evaluate_fisher (&self, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  (self.inputs.json ? print_fisher_json : print_fisher_text) (&self);
  return SL_EXIT_OK;
}

const SlCommand sl_command_fisher = {
  .name = "fisher",
  .summary = N_ ("Forecast how well observables determine the parameters of a galaxy"),
  .arguments = N_ ("--observables LIST --sigma S --params LIST"),
  .help = N_ (
    "Prints the Fisher matrix for independent Gaussian errors of the observables, its eigenvalues and\n"
    "eigenvectors (combinations of parameters, the best determined first; the last show which\n"
    "parameters are degenerate) and the standard errors of the parameters, with the priors.\n"
    "--dali adds the intervals that second derivatives give (Sellentin et al. 2014), all other parameters\n"
    "at their best, and in JSON contours of 68 and 95 per cent of each pair.\n"
    "starloom render --list names presets, parameters and options, starloom eval --list observables."),
  .run = run_fisher,
};
