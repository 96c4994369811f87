/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/commands/sl-derivative-inputs.h"
#include "app/output/sl-output.h"
#include "model/derivatives/sl-hessian.h"

/* Of n_obs observables and n parameters. */
typedef struct {
  double *value;   /* (n_obs) */
  double *grad;    /* (n_obs, n) */
  double *hessian; /* (n_obs, n, n) */
} Derivatives;

static void
derivatives_clear (Derivatives *self)
{
  g_free (self->value);
  g_free (self->grad);
  g_free (self->hessian);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Derivatives, derivatives_clear)

static gboolean
evaluate_hessian (const SlDerivativeInputs *inputs, Derivatives *out, GError **error)
{
  g_autoptr (SlHessian) hessian =
      sl_hessian_new (inputs->templates, inputs->filters, (const char *const *) inputs->names, 0, error);
  const gsize n_obs = inputs->n_obs, n = inputs->n;

  if (!hessian)
    return FALSE;
  out->value = g_new (double, n_obs);
  out->grad = g_new (double, n_obs * n);
  out->hessian = g_new (double, n_obs * n * n);
  return sl_hessian_evaluate (hessian, &inputs->galaxy, inputs->id, inputs->n, out->value, out->grad,
                              out->hessian, error);
}

static void
print_hessian_text (const SlDerivativeInputs *inputs, const Derivatives *d)
{
  const guint n = inputs->n;
  const char *columns[SL_N_PARAMS + 1] = { _ ("slope") };
  g_autofree double *table = g_new (double, n * (n + 1));
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  memcpy (columns + 1, inputs->param_names, n * sizeof *columns);
  for (guint o = 0; o < inputs->n_obs; o++)
    {
      const char *unit = sl_derivative_inputs_unit (inputs, o);

      for (guint p = 0; p < n; p++)
        {
          table[p * (n + 1)] = d->grad[o * n + p];
          memcpy (table + p * (n + 1) + 1, d->hessian + ((gsize) o * n + p) * n, n * sizeof *table);
        }
      g_print ("%s%s = %s", o ? "\n" : "", inputs->names[o], sl_output_number (d->value[o], text));
      g_print ("%s%s\n", *unit ? " " : "", unit);
      sl_output_table (inputs->param_names, columns, table, n, n + 1);
    }
}

static void
print_hessian_json (const SlDerivativeInputs *inputs, const Derivatives *d)
{
  const guint n = inputs->n;
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  sl_output_json_texts (builder, "parameters", inputs->param_names, n);
  json_builder_set_member_name (builder, "observables");
  json_builder_begin_array (builder);
  for (guint o = 0; o < inputs->n_obs; o++)
    {
      json_builder_begin_object (builder);
      sl_output_json_text (builder, "name", inputs->names[o]);
      sl_output_json_text (builder, "unit", sl_derivative_inputs_unit (inputs, o));
      sl_output_json_number (builder, "value", d->value[o]);
      sl_output_json_numbers (builder, "gradient", d->grad + o * n, n);
      sl_output_json_matrix (builder, "hessian", d->hessian + (gsize) o * n * n, n, n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  sl_output_json_print (builder);
}

static SlExit
run_hessian (const SlCommandLine *line)
{
  g_auto (SlDerivativeInputs) inputs = { 0 };
  g_auto (Derivatives) derivatives = { 0 };
  const GOptionEntry entries[] = { SL_DERIVATIVE_INPUTS_ENTRIES (&inputs), { NULL } };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!inputs.observables || !inputs.params)
    return sl_command_fail_missing (line, inputs.observables ? "--params" : "--observables");
  if (!sl_derivative_inputs_load (&inputs, &error) || !evaluate_hessian (&inputs, &derivatives, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  (inputs.json ? print_hessian_json : print_hessian_text) (&inputs, &derivatives);
  return SL_EXIT_OK;
}

const SlCommand sl_command_hessian = {
  .name = "hessian",
  .summary = N_ ("Compute first and second derivatives of observables of a galaxy"),
  .arguments = N_ ("--observables LIST --params LIST"),
  .help = N_ (
    "For each observable a matrix is printed: its value in row p and column q is the second derivative\n"
    "by the parameters p and q. Derivatives are exact, in double precision.\n"
    "starloom render --list names presets, parameters and options, starloom eval --list observables."),
  .run = run_hessian,
};
