/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/commands/sl-cmd-derivatives.h"
#include "model/derivatives/sl-hessian.h"

/* value (n_obs), grad (n_obs, n), hessian (n_obs, n, n). */
static void
print_text (const SlCmdDerivatives *self, const double *value, const double *grad, const double *hessian)
{
  const guint n = self->n;
  const char *columns[SL_N_PARAMS + 1] = { _ ("slope") };
  g_autofree double *table = g_new (double, n * (n + 1));
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  memcpy (columns + 1, self->param_names, n * sizeof *columns);
  for (guint o = 0; o < self->n_obs; o++)
    {
      for (guint p = 0; p < n; p++)
        {
          table[p * (n + 1)] = grad[o * n + p];
          memcpy (table + p * (n + 1) + 1, hessian + ((gsize) o * n + p) * n, n * sizeof *table);
        }
      g_print ("%s%s = %s", o ? "\n" : "", self->names[o], sl_cmd_number_text (value[o], text));
      g_print ("%s%s\n", *sl_cmd_derivatives_unit (self, o) ? " " : "", sl_cmd_derivatives_unit (self, o));
      sl_cmd_print_table (self->param_names, columns, table, n, n + 1);
    }
}

static void
print_json (const SlCmdDerivatives *self, const double *value, const double *grad, const double *hessian)
{
  const guint n = self->n;
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  sl_cmd_json_texts (builder, "parameters", self->param_names, n);
  json_builder_set_member_name (builder, "observables");
  json_builder_begin_array (builder);
  for (guint o = 0; o < self->n_obs; o++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, self->names[o]);
      json_builder_set_member_name (builder, "unit");
      json_builder_add_string_value (builder, sl_cmd_derivatives_unit (self, o));
      sl_cmd_json_number (builder, "value", value[o]);
      sl_cmd_json_numbers (builder, "gradient", grad + o * n, n);
      sl_cmd_json_matrix (builder, "hessian", hessian + (gsize) o * n * n, n, n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  sl_cmd_json_print (builder);
}

static gboolean
run (SlCmdDerivatives *self, GError **error)
{
  g_autoptr (SlHessian) second = NULL;
  g_autofree double *value = NULL, *grad = NULL, *hessian = NULL;

  if (!sl_cmd_derivatives_load (self, error))
    return FALSE;
  second = sl_hessian_new (self->templates, self->filters, (const char *const *) self->names, 0, error);
  if (!second)
    return FALSE;
  value = g_new (double, self->n_obs);
  grad = g_new (double, (gsize) self->n_obs * self->n);
  hessian = g_new (double, (gsize) self->n_obs * self->n * self->n);
  if (!sl_hessian_evaluate (second, &self->galaxy, self->id, self->n, value, grad, hessian, error))
    return FALSE;
  (self->json ? print_json : print_text) (self, value, grad, hessian);
  return TRUE;
}

SlExit
sl_cmd_hessian (const SlCommandLine *line)
{
  g_auto (SlCmdDerivatives) self = { 0 };
  const GOptionEntry entries[] = { SL_CMD_DERIVATIVES_ENTRIES (&self), { NULL } };
  GError *error = NULL;
  SlExit status;

  if (!sl_command_parse (line, entries, &status))
    return status;
  if (!self.observables || !self.params)
    return sl_command_fail (SL_EXIT_USAGE, _ ("hessian: %s is missing; see starloom hessian --help"),
                            self.observables ? "--params" : "--observables");
  if (!run (&self, &error))
    return sl_command_fail_error (SL_EXIT_FAULT, error);
  return SL_EXIT_OK;
}
