/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-fit-output.h"

#include <math.h>
#include <string.h>

#include "app/tables/sl-output-facts.h"
#include "model/io/sl-hdf5.h"

/* Rows that are read and written at a time. */
#define ROWS 1024

/* Numbers that every fit has, behind its parameters. */
enum { ROW_CHI2, ROW_DOF, ROW_P, ROW_USED, ROW_DETERMINED, ROW_ITERATIONS, ROW_CONVERGED, N_ROW_FACTS };
static const struct { const char *name, *description; } fact_table[N_ROW_FACTS] = {
  [ROW_CHI2] = { "chi2", "chi-square of the measurements" },
  [ROW_DOF] = { "dof", "degrees of freedom: measurements less what they determine" },
  [ROW_P] = { "p", "chance of a larger chi-square; nan with less than one degree of freedom" },
  [ROW_USED] = { "n_measurements", "measurements that count" },
  [ROW_DETERMINED] = { "n_determined", "combinations of parameters that they determine" },
  [ROW_ITERATIONS] = { "iterations", "of all starts" },
  [ROW_CONVERGED] = { "converged", "1 where the best start came to an end by itself, else 0" },
};

/* Where the parts of a row are. */
typedef struct { gsize x, error, bound, facts, predicted, covariance, width; } Layout;

static Layout
layout_of (const SlFitTable *table)
{
  const gsize dim = table->dim, facts = 3 * dim, predicted = facts + N_ROW_FACTS,
              covariance = predicted + table->file->n_obs;

  return (Layout) { 0, dim, 2 * dim, facts, predicted, covariance, covariance + dim * dim };
}

gsize
sl_fit_row_width (const SlFitTable *table)
{
  return layout_of (table).width;
}

gboolean
sl_fit_row_is_there (const double *row)
{
  /* The first parameter. */
  return !isnan (row[0]);
}

void
sl_fit_row_fill (const SlFitTable *table, const SlFit *fit, double *row)
{
  const Layout at = layout_of (table);
  const gsize dim = table->dim;

  if (!fit)
    {
      for (gsize i = 0; i < at.width; i++)
        row[i] = NAN;
      return;
    }
  memcpy (row + at.x, fit->x, dim * sizeof *row);
  memcpy (row + at.error, fit->error, dim * sizeof *row);
  for (gsize p = 0; p < dim; p++)
    row[at.bound + p] = fit->bound[p] == SL_FIT_AT_LOWER ? -1.0 : fit->bound[p] == SL_FIT_AT_UPPER;
  row[at.facts + ROW_CHI2] = fit->chi2;
  row[at.facts + ROW_DOF] = fit->dof;
  row[at.facts + ROW_P] = fit->p;
  row[at.facts + ROW_USED] = fit->n_on;
  row[at.facts + ROW_DETERMINED] = fit->n_determined;
  row[at.facts + ROW_ITERATIONS] = fit->n_iterations;
  row[at.facts + ROW_CONVERGED] = fit->converged != FALSE;
  for (gsize o = 0; o < table->file->n_obs; o++)
    row[at.predicted + o] = isfinite (fit->predicted[o]) ? fit->predicted[o] : NAN;
  memcpy (row + at.covariance, fit->covariance, dim * dim * sizeof *row);
}

/* --- text ----------------------------------------------------------------- */

static gboolean
add_columns (const SlFitTable *table, GArray *columns, GError **error)
{
  if (table->file->label)
    sl_text_columns_add (columns, "galaxy", "", "", TRUE, FALSE);
  for (guint p = 0; p < table->dim; p++)
    {
      const char *name = sl_param_info (table->free[p])->name;
      g_autofree char *unit = sl_output_param_unit (table->free[p]),
                      *sigma = g_strconcat (name, "_err", NULL);

      sl_text_columns_add (columns, name, unit, "best fit", FALSE, FALSE);
      sl_text_columns_add (columns, sigma, unit, "standard error", FALSE, TRUE);
    }
  sl_text_columns_add (columns, "at_bound", "", "parameters at an end of their ranges", TRUE, FALSE);
  for (guint f = 0; f < N_ROW_FACTS; f++)
    sl_text_columns_add (columns, fact_table[f].name, "", fact_table[f].description, FALSE, FALSE);
  for (guint o = 0; o < table->file->n_obs; o++)
    {
      const char *name = table->file->names[o];
      g_autofree char *model = g_strconcat ("model:", name, NULL), *text = NULL;
      SlOutputUnit unit;

      if (!sl_output_unit (table->filters, table->templates, name, &unit, error))
        return FALSE;
      text = sl_output_unit_text (unit.unit, unit.lg);
      sl_text_columns_add (columns, model, text, unit.description, FALSE, FALSE);
      g_free (unit.description);
    }
  return TRUE;
}

/* "av_old;lgmet_old" */
static char *
bounds_of (const SlFitTable *table, const double *bound)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint p = 0; p < table->dim; p++)
    if (bound[p] == 1.0 || bound[p] == -1.0)
      g_string_append_printf (text, "%s%s", text->len ? ";" : "", sl_param_info (table->free[p])->name);
  return g_strdup (text->str);
}

static gboolean
write_text_row (const SlFitTable *table, SlTextTable *text, gsize i, const double *row, GError **error)
{
  const Layout at = layout_of (table);
  g_autofree char *bounds = bounds_of (table, row + at.bound);

  if (table->file->label)
    sl_text_table_add_text (text, table->file->label[i]);
  for (guint p = 0; p < table->dim; p++)
    {
      sl_text_table_add_number (text, row[at.x + p]);
      sl_text_table_add_number (text, row[at.error + p]);
    }
  sl_text_table_add_text (text, bounds);
  sl_text_table_add_numbers (text, row + at.facts, N_ROW_FACTS);
  sl_text_table_add_numbers (text, row + at.predicted, table->file->n_obs);
  return sl_text_table_end_row (text, error);
}

static gboolean
write_text (const SlFitTable *table, const char *path, SlFitRows get, gpointer data, double *rows,
            GError **error)
{
  const gsize n = table->file->n, width = sl_fit_row_width (table);
  g_autoptr (GArray) columns = sl_text_columns_new ();
  SlTextFact facts[SL_OUTPUT_N_FACTS];
  SlTextTable *text = NULL;
  gboolean good;

  sl_output_facts (table->templates, table->filters, "cpu", table->command, facts);
  if (add_columns (table, columns, error))
    text = sl_text_table_new (path, sl_output_format (path) == SL_OUTPUT_ECSV, facts, SL_OUTPUT_N_FACTS,
                              columns, error);
  sl_output_facts_clear (facts);
  good = text != NULL;
  for (gsize first = 0; first < n && good && !table->stop (); first += ROWS)
    {
      const gsize count = MIN (ROWS, n - first);

      good = get (data, rows, first, count, error);
      for (gsize i = 0; i < count && good; i++)
        good = write_text_row (table, text, first + i, rows + i * width, error);
    }
  good = good && sl_text_table_commit (text, !table->stop (), error);
  sl_text_table_free (text);
  return good;
}

/* --- HDF5 ----------------------------------------------------------------- */

/* A part (a, b) of each row as a dataset; b 0: (a), a 0: one number. */
static gboolean
write_part (SlH5 *h5, const char *name, gsize n, gsize a, gsize b, gsize from, const double *rows,
            gsize width, gsize first, gsize count, GError **error)
{
  const gsize dims[] = { n, a, b }, size = MAX (a, 1) * MAX (b, 1);
  g_autofree double *part = g_new (double, count *size + 1);

  for (gsize i = 0; i < count; i++)
    memcpy (part + i * size, rows + i * width + from, size * sizeof *part);
  return sl_h5_write_rows_double (h5, name, b ? 3 : a ? 2 : 1, dims, first, count, part, error);
}

static gboolean
write_hdf5_rows (const SlFitTable *table, SlH5 *h5, const double *rows, gsize first, gsize count,
                 GError **error)
{
  const Layout at = layout_of (table);
  const gsize n = table->file->n, dim = table->dim, width = at.width;
  const struct { const char *name; gsize a, b, from; } parts[] = {
    { "/parameters", dim, 0, at.x },         { "/errors", dim, 0, at.error },
    { "/at_bound", dim, 0, at.bound },       { "/predicted", table->file->n_obs, 0, at.predicted },
    { "/covariance", dim, dim, at.covariance },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!write_part (h5, parts[i].name, n, parts[i].a, parts[i].b, parts[i].from, rows, width, first, count,
                     error))
      return FALSE;
  for (guint f = 0; f < N_ROW_FACTS; f++)
    {
      g_autofree char *name = g_strconcat ("/", fact_table[f].name, NULL);

      if (!write_part (h5, name, n, 0, 0, at.facts + f, rows, width, first, count, error))
        return FALSE;
    }
  return TRUE;
}

/* Names, units and what the datasets are. */
static gboolean
describe_hdf5 (const SlFitTable *table, SlH5 *h5, GError **error)
{
  static const struct { const char *name, *text; } texts[] = {
    { "/parameters", "best fit [galaxy, parameter]; NaN where there is none" },
    { "/errors", "standard errors [galaxy, parameter]" },
    { "/at_bound", "-1: at the lower end of the range, 1: at the upper one, else 0 [galaxy, parameter]" },
    { "/predicted", "observables of the best fit [galaxy, observable]" },
    { "/covariance", "[galaxy, parameter, parameter]" },
  };
  const SlMeasurementFile *file = table->file;
  const char *names[SL_N_PARAMS];
  g_auto (GStrv) units = g_new0 (char *, table->dim + 1);
  SlTextFact facts[SL_OUTPUT_N_FACTS];
  gboolean good = TRUE;

  for (guint p = 0; p < table->dim; p++)
    {
      names[p] = sl_param_info (table->free[p])->name;
      units[p] = sl_output_param_unit (table->free[p]);
    }
  sl_output_facts (table->templates, table->filters, "cpu", table->command, facts);
  for (guint i = 0; i < SL_OUTPUT_N_FACTS && good; i++)
    good = sl_h5_set_attribute_string (h5, "/", facts[i].name, facts[i].value, error);
  sl_output_facts_clear (facts);
  for (guint i = 0; i < G_N_ELEMENTS (texts) && good; i++)
    good = sl_h5_set_attribute_string (h5, texts[i].name, "description", texts[i].text, error);
  for (guint f = 0; f < N_ROW_FACTS && good; f++)
    {
      g_autofree char *name = g_strconcat ("/", fact_table[f].name, NULL);

      good = sl_h5_set_attribute_string (h5, name, "description", fact_table[f].description, error);
    }
  return good && sl_h5_write_strings (h5, "/parameter_names", names, table->dim, error)
         && sl_h5_write_strings (h5, "/parameter_units", (const char *const *) units, table->dim, error)
         && sl_h5_write_strings (h5, "/observable_names", (const char *const *) file->names, file->n_obs,
                                 error)
         && (!file->label
             || sl_h5_write_strings (h5, "/galaxy", (const char *const *) file->label, file->n, error));
}

static gboolean
write_hdf5 (const SlFitTable *table, const char *path, SlFitRows get, gpointer data, double *rows,
            GError **error)
{
  const gsize n = table->file->n;
  SlH5 *h5 = sl_h5_create (path, error);
  gboolean good = h5 != NULL;

  for (gsize first = 0; first < n && good && !table->stop (); first += ROWS)
    {
      const gsize count = MIN (ROWS, n - first);

      good = get (data, rows, first, count, error)
             && write_hdf5_rows (table, h5, rows, first, count, error);
    }
  good = good && describe_hdf5 (table, h5, error)
         && (table->stop () || sl_h5_commit (h5, error));
  g_clear_pointer (&h5, sl_h5_close);
  return good;
}

gboolean
sl_fit_output_write (const SlFitTable *table, const char *path, SlFitRows get, gpointer data, GError **error)
{
  g_autofree double *rows = g_new (double, ROWS *sl_fit_row_width (table));

  return (sl_output_format (path) == SL_OUTPUT_HDF5 ? write_hdf5 : write_text) (table, path, get, data, rows,
                                                                            error);
}
