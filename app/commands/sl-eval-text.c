/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results in CSV and ECSV: a row for each galaxy, with its parameters, options, observables and derivatives.
 * Numbers have all their digits, in the C locale. */
#include "app/commands/sl-eval-output.h"

#include <math.h>
#include <string.h>

#include "app/commands/sl-commands.h"
#include "model/files/sl-new-file.h"

/* Text that is held before it is written. */
#define BUFFER_BYTES ((gsize) 1 << 20)
#define NUMBER_BYTES 32

/* A number that was written last in a column: neighbours often have the same. */
typedef struct {
  double value;
  guint length; /* 0: there is none */
  char text[NUMBER_BYTES];
} Written;

typedef struct {
  SlEvalOutput base;
  const SlEval *eval;
  SlNewFile *file;
  GString *text;    /* not written yet */
  Written *written; /* by column of numbers */
  double *params;   /* (n_columns) of a row */
  gboolean has_option[SL_N_OPTIONS];
} Text;

/* --- the head ------------------------------------------------------------- */

/* A text in quotes of YAML, in one line. */
static char *
quote_yaml (const char *text)
{
  g_autoptr (GString) quoted = g_string_new (text);

  g_string_replace (quoted, "'", "''", 0);
  g_strdelimit (quoted->str, "\r\n", ' ');
  return g_strdup_printf ("'%s'", quoted->str);
}

/* The unit of a number: a logarithm of a quantity has that of the quantity in dex(…), as in Astropy. */
static char *
unit_of (const char *unit, gboolean lg)
{
  if (!lg)
    return g_strdup (unit);
  return *unit && strcmp (unit, "dex") != 0 ? g_strdup_printf ("dex(%s)", unit) : g_strdup ("dex");
}

static char *
unit_of_param (SlParamId p)
{
  const SlParamInfo *info = sl_param_info (p);

  /* Astropy warns of two slashes. */
  return p == SL_PARAM_H ? g_strdup ("100 km s-1 Mpc-1") : unit_of (sl_eval_unit_name (info->unit), info->lg);
}

/* "mag km-1 s": with powers, since Astropy reads no unit over one in brackets. A change of a logarithm is in
 * dex. */
static char *
unit_of_slope (const SlEvalUnit *observable, SlParamId p)
{
  static const struct { const char *unit, *scale, *inverse; } table[] = {
    { "km/s", "", "km-1 s" },
    { "100 km/s/Mpc", "0.01 ", "km-1 s Mpc" },
  };
  const SlParamInfo *info = sl_param_info (p);
  const char *below = info->lg ? "dex" : sl_eval_unit_name (info->unit);
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

/* What a kind of text does with a column; unit and description may be "". */
typedef void (*AddColumn) (Text *self, const char *name, const char *unit, const char *type,
                           const char *description);

/* Calls add for each column, in their order. */
static gboolean
each_column (Text *self, AddColumn add, GError **error)
{
  const SlEval *eval = self->eval;

  for (guint c = 0; c < eval->n_columns; c++)
    {
      g_autofree char *unit = unit_of_param (eval->column[c]);

      add (self, sl_param_info (eval->column[c])->name, unit, "float64", "");
    }
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (self->has_option[i])
      add (self, sl_galaxy_settings_option_key (i), "", "string", "");
  for (guint k = 0; k < eval->n_obs; k++)
    {
      g_autofree char *name = sl_points_result_name (eval->names[k], NULL), *text = NULL;
      SlEvalUnit unit;

      if (!sl_eval_unit (eval, k, &unit, error))
        return FALSE;
      text = unit_of (unit.unit, unit.lg);
      add (self, name, text, "float64", unit.description);
      g_free (unit.description);
    }
  for (guint k = 0; k < eval->n_obs && eval->jacobian; k++)
    {
      SlEvalUnit unit;

      if (!sl_eval_unit (eval, k, &unit, error))
        return FALSE;
      g_free (unit.description);
      for (guint c = 0; c < eval->n_columns; c++)
        {
          g_autofree char *text = unit_of_slope (&unit, eval->column[c]),
                          *name =
                              sl_points_result_name (eval->names[k], sl_param_info (eval->column[c])->name);

          add (self, name, text, "float64", "");
        }
    }
  return TRUE;
}

static void
add_datatype (Text *self, const char *name, const char *unit, const char *type, const char *description)
{
  g_autofree char *quoted = quote_yaml (name), *quoted_unit = quote_yaml (unit),
                  *words = quote_yaml (description);

  g_string_append_printf (self->text, "# - {name: %s", quoted);
  if (*unit)
    g_string_append_printf (self->text, ", unit: %s", quoted_unit);
  g_string_append_printf (self->text, ", datatype: %s", type);
  if (*description)
    g_string_append_printf (self->text, ", description: %s", words);
  g_string_append (self->text, "}\n");
}

static void
add_unit (Text *self, const char *name, const char *unit, const char *type, const char *description)
{
  /* Those of derivatives follow from the others. */
  if (*unit && !g_str_has_prefix (name, "d("))
    g_string_append_printf (self->text, "%s [%s]; ", name, unit);
}

static void
add_name (Text *self, const char *name, const char *unit, const char *type, const char *description)
{
  g_autoptr (GString) quoted = g_string_new (name);

  if (self->text->len && self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (self->text, ',');
  if (!strpbrk (name, ",\"\r\n"))
    {
      g_string_append (self->text, name);
      return;
    }
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (self->text, "\"%s\"", quoted->str);
}

static gboolean
add_ecsv_head (Text *self, const SlEvalFact *facts, GError **error)
{
  g_string_append (self->text, "# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n");
  if (!each_column (self, add_datatype, error))
    return FALSE;
  g_string_append (self->text, "# meta: !!omap\n");
  for (guint i = 0; i < SL_EVAL_N_FACTS; i++)
    {
      g_autofree char *quoted = quote_yaml (facts[i].value);

      g_string_append_printf (self->text, "# - {%s: %s}\n", facts[i].name, quoted);
    }
  g_string_append (self->text, "# - {line_limits: 'limits of lines and indices are in air'}\n"
                               "# schema: astropy-2.0\n");
  return TRUE;
}

static gboolean
add_csv_head (Text *self, const SlEvalFact *facts, GError **error)
{
  for (guint i = 0; i < SL_EVAL_N_FACTS; i++)
    {
      g_autofree char *line = g_strdup (facts[i].value);

      g_strdelimit (line, "\r\n", ' ');
      g_string_append_printf (self->text, "# %s: %s\n", facts[i].name, line);
    }
  g_string_append (self->text, "# limits of lines and indices: in air\n# units: ");
  if (!each_column (self, add_unit, error))
    return FALSE;
  g_string_append (self->text, "nan: no value there\n");
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

static gboolean
flush (Text *self, GError **error)
{
  const gboolean good = sl_new_file_append (self->file, self->text->str, self->text->len, error);

  g_string_truncate (self->text, 0);
  return good;
}

static void
add_number (Text *self, double value, Written *written)
{
  if (written->length && memcmp (&value, &written->value, sizeof value) == 0)
    {
      g_string_append_len (self->text, written->text, written->length);
      return;
    }
  /* The sign of a NaN would be printed. */
  if (isnan (value))
    g_strlcpy (written->text, "nan", sizeof written->text);
  else
    g_ascii_formatd (written->text, sizeof written->text, "%.17g", value);
  written->value = value;
  written->length = (guint) strlen (written->text);
  g_string_append_len (self->text, written->text, written->length);
}

static void
add_numbers (Text *self, const double *values, gsize n, Written **written)
{
  for (gsize i = 0; i < n; i++)
    {
      add_number (self, values[i], (*written)++);
      g_string_append_c (self->text, ',');
    }
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
      g_string_append_printf (self->text, "%s,", sl_option_value_name (k, sl_galaxy_option (&galaxy, k)));
}

static gboolean
write_rows (SlEvalOutput *output, const SlEvalRows *rows, GError **error)
{
  Text *self = (Text *) output;
  const SlEval *eval = self->eval;
  const gsize n_jac = (gsize) eval->n_obs * eval->n_columns;

  for (gsize i = 0; i < rows->n; i++)
    {
      Written *written = self->written;

      sl_eval_rows_params (eval, rows, i, self->params);
      add_numbers (self, self->params, eval->n_columns, &written);
      add_options (self, rows, i);
      add_numbers (self, rows->values + i * eval->n_obs, eval->n_obs, &written);
      if (rows->jacobian)
        add_numbers (self, rows->jacobian + i * n_jac, n_jac, &written);
      self->text->str[self->text->len - 1] = '\n';
      if (self->text->len >= BUFFER_BYTES && !flush (self, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the file ------------------------------------------------------------- */

static void
free_output (SlEvalOutput *output)
{
  Text *self = (Text *) output;

  g_clear_pointer (&self->file, sl_new_file_free);
  g_string_free (self->text, TRUE);
  g_free (self->written);
  g_free (self->params);
  g_free (self);
}

static SlEvalOutput *
open_text (const SlEval *eval, const char *path,
           gboolean (*add_head) (Text *self, const SlEvalFact *facts, GError **error), GError **error)
{
  Text *self = g_new0 (Text, 1);
  SlEvalFact facts[SL_EVAL_N_FACTS];
  gboolean good;

  self->eval = eval;
  self->text = g_string_new (NULL);
  self->params = g_new (double, eval->n_columns + 1);
  self->written = g_new0 (Written, eval->n_columns + (gsize) eval->n_obs * (1 + eval->n_columns) + 1);
  self->file = sl_new_file_begin (path, SL_FILE_SHARED, error);
  choose_options (self);
  sl_eval_facts (eval, facts);
  good = self->file && add_head (self, facts, error) && each_column (self, add_name, error);
  sl_eval_facts_clear (facts);
  g_string_append_c (self->text, '\n');
  if (good)
    return &self->base;
  free_output (&self->base);
  return NULL;
}

static SlEvalOutput *
open_csv (const SlEval *eval, const char *path, gboolean shared, GError **error)
{
  return open_text (eval, path, add_csv_head, error);
}

static SlEvalOutput *
open_ecsv (const SlEval *eval, const char *path, gboolean shared, GError **error)
{
  return open_text (eval, path, add_ecsv_head, error);
}

static gboolean
commit_output (SlEvalOutput *output, GError **error)
{
  Text *self = (Text *) output;

  return flush (self, error) && (sl_command_interrupted () || sl_new_file_commit (self->file, error));
}

const SlEvalOutputKind sl_eval_output_csv = { open_csv, write_rows, commit_output, free_output };
const SlEvalOutputKind sl_eval_output_ecsv = { open_ecsv, write_rows, commit_output, free_output };
