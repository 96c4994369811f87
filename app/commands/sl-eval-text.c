/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results in CSV and ECSV: a row for each galaxy, with its parameters, options, observables and
 * derivatives. */
#include "app/commands/sl-eval-output.h"

#include <string.h>

#include "app/commands/sl-commands.h"
#include "app/compute/sl-engines.h"

typedef struct {
  SlEvalOutput base;
  const SlEval *eval;
  GArray *columns;
  SlTextTable *table;
  double *params; /* (n_columns) of a row */
  gboolean has_option[SL_N_OPTIONS];
} Text;

/* --- columns -------------------------------------------------------------- */

/* "mag km-1 s": with powers, since Astropy reads no unit over one in brackets. A change of a logarithm is in
 * dex. */
static char *
unit_of_slope (const SlOutputUnit *observable, SlParamId p)
{
  static const struct { const char *unit, *scale, *inverse; } table[] = {
    { "km/s", "", "km-1 s" },
    { "100 km/s/Mpc", "0.01 ", "km-1 s Mpc" },
  };
  const SlParamInfo *info = sl_param_info (p);
  const char *below = info->lg ? "dex" : sl_output_unit_name (info->unit);
  g_autofree char *inverse = *below ? g_strconcat (below, "-1", NULL) : g_strdup ("");
  const char *scale = "", *space;
  g_autoptr (GString) above = g_string_new (observable->lg ? "dex" : observable->unit);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (below, table[i].unit) == 0)
      {
        g_free (inverse);
        inverse = g_strdup (table[i].inverse);
        scale = table[i].scale;
      }
  if (strchr (above->str, '/'))
    {
      g_string_replace (above, "/", " ", 0);
      g_string_append (above, "-1");
    }
  space = above->len && *inverse ? " " : "";
  return g_strconcat (scale, above->str, space, inverse, NULL);
}

static gboolean
add_columns (Text *self, GError **error)
{
  const SlEval *eval = self->eval;

  for (guint c = 0; c < eval->n_columns; c++)
    {
      g_autofree char *unit = sl_output_param_unit (eval->column[c]);

      sl_text_columns_add (self->columns, sl_param_info (eval->column[c])->name, unit, "", FALSE, FALSE);
    }
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (self->has_option[i])
      sl_text_columns_add (self->columns, sl_galaxy_settings_option_key (i), "", "", TRUE, FALSE);
  for (guint k = 0; k < eval->n_obs; k++)
    {
      g_autofree char *name = sl_points_result_name (eval->names[k], NULL), *text = NULL;
      SlOutputUnit unit;

      if (!sl_output_unit (eval->filters, eval->templates, eval->names[k], &unit, error))
        return FALSE;
      text = sl_output_unit_text (unit.unit, unit.lg);
      sl_text_columns_add (self->columns, name, text, unit.description, FALSE, FALSE);
      g_free (unit.description);
    }
  for (guint k = 0; k < eval->n_obs && eval->jacobian; k++)
    {
      SlOutputUnit unit;

      if (!sl_output_unit (eval->filters, eval->templates, eval->names[k], &unit, error))
        return FALSE;
      g_free (unit.description);
      for (guint c = 0; c < eval->n_columns; c++)
        {
          g_autofree char *text = unit_of_slope (&unit, eval->column[c]),
                          *name =
                              sl_points_result_name (eval->names[k], sl_param_info (eval->column[c])->name);

          sl_text_columns_add (self->columns, name, text, "", FALSE, TRUE);
        }
    }
  return TRUE;
}

/* --- rows ----------------------------------------------------------------- */

/* Options that the file needs to be read back: galaxies differ in them, or they are not the default. */
static void
choose_options (Text *self)
{
  SlGalaxy first, plain;

  sl_points_survey_first (self->eval->survey, &first);
  sl_galaxy_init (&plain);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    self->has_option[i] = sl_points_survey_varies (self->eval->survey, i)
                          || sl_galaxy_option (&first, i) != sl_galaxy_option (&plain, i);
}

/* The options of row i; those of the first galaxy where it is none. */
static void
add_options (Text *self, const SlEvalRows *rows, gsize i)
{
  SlGalaxy galaxy;

  if (rows->bad[i])
    sl_points_survey_first (self->eval->survey, &galaxy);
  else
    sl_points_galaxy (sl_points_reader_points (self->eval->reader), i, &galaxy);
  for (int k = 0; k < SL_N_OPTIONS; k++)
    if (self->has_option[k])
      sl_text_table_add_text (self->table, sl_option_value_name (k, sl_galaxy_option (&galaxy, k)));
}

static gboolean
write_rows (SlEvalOutput *output, const SlEvalRows *rows, GError **error)
{
  Text *self = (Text *) output;
  const SlEval *eval = self->eval;
  const gsize n_jac = (gsize) eval->n_obs * eval->n_columns;

  for (gsize i = 0; i < rows->n; i++)
    {
      sl_eval_rows_params (eval, rows, i, self->params);
      sl_text_table_add_numbers (self->table, self->params, eval->n_columns);
      add_options (self, rows, i);
      sl_text_table_add_numbers (self->table, rows->values + i * eval->n_obs, eval->n_obs);
      if (rows->jacobian)
        sl_text_table_add_numbers (self->table, rows->jacobian + i * n_jac, n_jac);
      if (!sl_text_table_end_row (self->table, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the file ------------------------------------------------------------- */

static void
free_output (SlEvalOutput *output)
{
  Text *self = (Text *) output;

  sl_text_table_free (self->table);
  g_array_unref (self->columns);
  g_free (self->params);
  g_free (self);
}

static SlEvalOutput *
open_text (const SlEval *eval, const char *path, gboolean ecsv, GError **error)
{
  Text *self = g_new0 (Text, 1);
  SlTextFact facts[SL_OUTPUT_N_FACTS];

  self->eval = eval;
  self->columns = sl_text_columns_new ();
  self->params = g_new (double, eval->n_columns + 1);
  choose_options (self);
  sl_output_facts (eval->templates, eval->filters, sl_engines_name (eval->engine), eval->command, facts);
  if (add_columns (self, error))
    self->table = sl_text_table_new (path, ecsv, facts, SL_OUTPUT_N_FACTS, self->columns, error);
  sl_output_facts_clear (facts);
  if (self->table)
    return &self->base;
  free_output (&self->base);
  return NULL;
}

static SlEvalOutput *
open_csv (const SlEval *eval, const char *path, gboolean shared, GError **error)
{
  return open_text (eval, path, FALSE, error);
}

static SlEvalOutput *
open_ecsv (const SlEval *eval, const char *path, gboolean shared, GError **error)
{
  return open_text (eval, path, TRUE, error);
}

static gboolean
commit_output (SlEvalOutput *output, GError **error)
{
  Text *self = (Text *) output;

  return sl_text_table_commit (self->table, !sl_command_interrupted (), error);
}

const SlEvalOutputKind sl_eval_output_csv = { open_csv, write_rows, commit_output, free_output };
const SlEvalOutputKind sl_eval_output_ecsv = { open_ecsv, write_rows, commit_output, free_output };
