/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-measurement-file.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text-lines.h"
#include "app/io/sl-text.h"
#include "model/support/sl-check.h"
#include "model/support/sl-error.h"
#include "model/support/sl-text-quote.h"

/* Galaxies that are kept together. */
#define MOST_GALAXIES ((gsize) 1 << 24)

/* What a column of a catalogue holds. */
typedef enum {
  COLUMN_OTHER, COLUMN_LABEL, COLUMN_VALUE, COLUMN_ERROR, COLUMN_LIMIT, COLUMN_PARAM
} ColumnKind;

typedef struct {
  ColumnKind kind;
  guint index; /* of the observable or parameter */
} Column;

/* Columns of a table. */
enum { TABLE_OBSERVABLE, TABLE_VALUE, TABLE_ERROR, TABLE_LIMIT, TABLE_USE, N_TABLE_COLUMNS };
static const char *const table_names[N_TABLE_COLUMNS] = { "observable", "value", "error", "limit", "use" };
#define N_NEEDED (TABLE_ERROR + 1)

typedef struct {
  const char *path;
  SlTextLines *lines;
  const SlFilterSet *filters;
  const SlTemplates *templates;
  char separator;
  GPtrArray *fields; /* of the line, and NULL */
  char **head;
  guint n_head;
  GPtrArray *names, *units, *labels; /* of observables, of observables, of galaxies */
  GArray *value, *error, *kind, *param, *params, *line;
} Reader;

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->lines, sl_text_lines_free);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_strfreev (self->head);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->units, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->value, g_array_unref);
  g_clear_pointer (&self->error, g_array_unref);
  g_clear_pointer (&self->kind, g_array_unref);
  g_clear_pointer (&self->param, g_array_unref);
  g_clear_pointer (&self->params, g_array_unref);
  g_clear_pointer (&self->line, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean fail (const Reader *self, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* An error about the line that was read last. */
static gboolean
fail (const Reader *self, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: line %zu: %s"), self->path,
               sl_text_lines_number (self->lines), message);
  return FALSE;
}

static const char *
field (const Reader *self, guint k)
{
  return self->fields->pdata[k];
}

/* The fields of the next line that is neither empty nor a comment. FALSE at the end, with an error or
 * without. */
static gboolean
next_fields (Reader *self, GError **error)
{
  char *text;

  while ((text = sl_text_lines_next (self->lines, error)))
    {
      if (g_str_has_prefix (text, "# %ECSV"))
        self->separator = ' ';
      /* The one line of ECSV's head that matters. */
      if (g_str_has_prefix (text, "# delimiter:"))
        self->separator = strchr (text, ',') ? ',' : ' ';
      if (!*g_strchomp (text) || *text == '#')
        continue;
      return sl_text_split_fields (text, self->separator, self->fields)
             || fail (self, error, _ ("a quotation mark does not end, or text follows it"));
    }
  return FALSE;
}

/* The same; a row has as many fields as the header. */
static gboolean
next_row (Reader *self, GError **error)
{
  const guint n = self->n_head;

  if (!next_fields (self, error))
    return FALSE;
  return self->fields->len - 1 == n
         || fail (self, error, _ ("expected %u values, as in the header, found %u"), n,
                  self->fields->len - 1);
}

/* Column k as a number that there must be. */
static gboolean
read_number (const Reader *self, guint k, double *value, GError **error)
{
  g_autofree char *found = sl_text_quote (field (self, k), SL_TEXT_QUOTE);

  return sl_text_to_number (field (self, k), value)
         || fail (self, error, _ ("%s: expected a number such as 0.5, found “%s”"), self->head[k], found);
}

static gboolean
read_error (const Reader *self, guint k, double *value, GError **error)
{
  if (!read_number (self, k, value, error))
    return FALSE;
  return *value > 0.0
         || fail (self, error, _ ("%s: expected an error greater than 0, found %s"), self->head[k],
                  field (self, k));
}

static gboolean
read_kind (const Reader *self, guint k, guint observable, gint8 *kind, GError **error)
{
  g_autofree char *found = sl_text_quote (field (self, k), SL_TEXT_QUOTE);
  const int id = sl_measurement_kind_lookup (field (self, k), self->units->pdata[observable]);

  *kind = (gint8) id;
  return id >= 0
         || fail (self, error,
                  _ ("%s: expected upper, lower, fainter, brighter or nothing, found “%s”"), self->head[k],
                  found);
}

/* Whether a measurement counts: nothing means yes. */
static gboolean
read_use (const Reader *self, guint k, gboolean *use, GError **error)
{
  static const char *const words[2][4] = { { "no", "0", "false", "off" }, { "yes", "1", "true", "on" } };
  g_autofree char *found = sl_text_quote (field (self, k), SL_TEXT_QUOTE);

  *use = !*field (self, k);
  for (guint v = 0; v < 2; v++)
    for (guint i = 0; i < G_N_ELEMENTS (words[v]); i++)
      if (g_ascii_strcasecmp (field (self, k), words[v][i]) == 0)
        {
          *use = v;
          return TRUE;
        }
  return *use || fail (self, error, _ ("%s: expected yes or no, found “%s”"), self->head[k], found);
}

/* Adds an observable by its name. */
static gboolean
add_observable (Reader *self, const char *name, GError **error)
{
  SlObservableLabel label;
  g_autoptr (GError) why = NULL;

  if (!sl_observable_label (self->filters, self->templates, name, &label, &why))
    {
      g_set_error (error, why->domain, why->code, _ ("%s: line %zu: %s"), self->path,
                   sl_text_lines_number (self->lines), why->message);
      return FALSE;
    }
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->units, g_strdup (label.unit));
  sl_observable_label_clear (&label);
  return TRUE;
}

static void
add_measurement (Reader *self, double value, double sigma, gint8 kind)
{
  g_array_append_val (self->value, value);
  g_array_append_val (self->error, sigma);
  g_array_append_val (self->kind, kind);
}

/* --- a table -------------------------------------------------------------- */

/* The column of that name; NULL-terminated head. -1: none. */
static int
find_column (const Reader *self, const char *name)
{
  for (guint k = 0; k < self->n_head; k++)
    if (strcmp (self->head[k], name) == 0)
      return (int) k;
  return -1;
}

static gboolean
read_table (Reader *self, GError **error)
{
  g_autoptr (GError) fault = NULL;
  const gsize line = sl_text_lines_number (self->lines);
  int column[N_TABLE_COLUMNS];

  for (guint i = 0; i < N_TABLE_COLUMNS; i++)
    {
      column[i] = find_column (self, table_names[i]);
      if (column[i] < 0 && i < N_NEEDED)
        return fail (self, error, _ ("expected a column %s; a table has observable, value, error"),
                     table_names[i]);
    }
  while (next_row (self, &fault))
    {
      const guint n = self->names->len;
      double value, sigma;
      gboolean use = TRUE;
      gint8 kind = SL_MEASUREMENT_VALUE;

      if (!add_observable (self, field (self, (guint) column[TABLE_OBSERVABLE]), error)
          || !read_number (self, (guint) column[TABLE_VALUE], &value, error)
          || !read_error (self, (guint) column[TABLE_ERROR], &sigma, error)
          || (column[TABLE_LIMIT] >= 0 && !read_kind (self, (guint) column[TABLE_LIMIT], n, &kind, error))
          || (column[TABLE_USE] >= 0 && !read_use (self, (guint) column[TABLE_USE], &use, error)))
        return FALSE;
      add_measurement (self, value, sigma, use ? kind : -1);
    }
  if (fault)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  g_array_append_val (self->line, line);
  return self->names->len > 0 || fail (self, error, _ ("expected a row for each measurement, found none"));
}

/* --- a catalogue ---------------------------------------------------------- */

/* What column k is. A name ending in _err or _limit belongs to the observable before it. */
static gboolean
find_kind (Reader *self, guint k, Column *column, GError **error)
{
  static const struct { const char *ending; ColumnKind kind; } table[] = {
    { "_err", COLUMN_ERROR }, { "_limit", COLUMN_LIMIT },
  };
  const char *name = self->head[k];
  const int id = sl_param_lookup (name);

  if (id >= 0)
    {
      const SlParamId param = (SlParamId) id;

      *column = (Column) { COLUMN_PARAM, self->param->len };
      g_array_append_val (self->param, param);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_has_suffix (name, table[i].ending))
      {
        g_autofree char *of = g_strndup (name, strlen (name) - strlen (table[i].ending));
        guint index;

        if (!sl_observable_is_name (of))
          break;
        if (!g_ptr_array_find_with_equal_func (self->names, of, g_str_equal, &index))
          return fail (self, error, _ ("%s: expected a column %s before it"), name, of);
        *column = (Column) { table[i].kind, index };
        return TRUE;
      }
  if (sl_observable_is_name (name))
    {
      *column = (Column) { COLUMN_VALUE, self->names->len };
      return add_observable (self, name, error);
    }
  *column = (Column) { COLUMN_OTHER, 0 };
  return TRUE;
}

static gboolean
find_columns (Reader *self, Column *column, GError **error)
{
  gboolean labelled = FALSE;

  for (guint k = 0; k < self->n_head; k++)
    {
      if (find_column (self, self->head[k]) != (int) k)
        return fail (self, error, _ ("the column %s is there twice"), self->head[k]);
      if (!find_kind (self, k, &column[k], error))
        return FALSE;
      if (column[k].kind != COLUMN_OTHER || labelled)
        continue;
      column[k].kind = COLUMN_LABEL;
      labelled = TRUE;
    }
  if (!self->names->len)
    return fail (self, error,
                 _ ("expected columns observable, value, error, or columns with names of observables such as "
                    "obs:LSST/g"));
  for (guint i = 0; i < self->names->len; i++)
    {
      g_autofree char *name = g_strconcat (self->names->pdata[i], "_err", NULL);

      if (find_column (self, name) < 0)
        return fail (self, error, _ ("expected a column %s beside %s"), name, (char *) self->names->pdata[i]);
    }
  return TRUE;
}

/* A field that says that nothing was measured. */
static gboolean
is_missing (const char *text)
{
  double value;

  return sl_check_names_missing (text)
         || (sl_text_to_number (text, &value) && sl_check_marks_missing (value));
}

static gboolean
read_galaxy (Reader *self, const Column *column, GError **error)
{
  const guint n_obs = self->names->len;
  const gsize line = sl_text_lines_number (self->lines), first = self->value->len;
  double *value, *sigma;
  gint8 *kind;

  for (guint o = 0; o < n_obs; o++)
    add_measurement (self, NAN, NAN, SL_MEASUREMENT_VALUE);
  value = &g_array_index (self->value, double, first);
  sigma = &g_array_index (self->error, double, first);
  kind = &g_array_index (self->kind, gint8, first);
  for (guint k = 0; k < self->n_head; k++)
    {
      const guint o = column[k].index;
      double number = NAN;

      if (column[k].kind == COLUMN_LABEL)
        g_ptr_array_add (self->labels, g_strdup (field (self, k)));
      if (column[k].kind == COLUMN_PARAM)
        {
          if (!read_number (self, k, &number, error))
            return FALSE;
          g_array_append_val (self->params, number);
        }
      if ((column[k].kind == COLUMN_VALUE && !is_missing (field (self, k))
           && !read_number (self, k, &value[o], error))
          || (column[k].kind == COLUMN_ERROR && !is_missing (field (self, k))
              && !read_error (self, k, &sigma[o], error))
          || (column[k].kind == COLUMN_LIMIT && !read_kind (self, k, o, &kind[o], error)))
        return FALSE;
    }
  for (guint o = 0; o < n_obs; o++)
    if (isnan (value[o]))
      kind[o] = -1;
    else if (isnan (sigma[o]))
      return fail (self, error, _ ("%s has a value and no error"), (char *) self->names->pdata[o]);
  g_array_append_val (self->line, line);
  return TRUE;
}

static gboolean
read_catalogue (Reader *self, GError **error)
{
  g_autofree Column *column = g_new0 (Column, self->n_head);
  g_autoptr (GError) fault = NULL;

  if (!find_columns (self, column, error))
    return FALSE;
  while (next_row (self, &fault))
    {
      if (self->line->len >= MOST_GALAXIES)
        return fail (self, error, _ ("expected at most %zu galaxies, found more"), MOST_GALAXIES);
      if (!read_galaxy (self, column, error))
        return FALSE;
    }
  if (fault)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  return self->line->len > 0 || fail (self, error, _ ("expected a row for each galaxy, found none"));
}

/* --- the file ------------------------------------------------------------- */

/* Takes what the reader has. */
static SlMeasurementFile *
file_new (Reader *self, gboolean table)
{
  SlMeasurementFile *file = g_new0 (SlMeasurementFile, 1);

  *file = (SlMeasurementFile) { .path = g_strdup (self->path), .table = table, .n = self->line->len,
                                .n_obs = self->names->len, .n_params = self->param->len };
  g_ptr_array_add (self->names, NULL);
  g_ptr_array_add (self->labels, NULL);
  file->label = self->labels->len > 1 ? (char **) g_ptr_array_steal (self->labels, NULL) : NULL;
  file->names = (char **) g_ptr_array_steal (self->names, NULL);
  file->value = (double *) (gpointer) g_array_steal (self->value, NULL);
  file->error = (double *) (gpointer) g_array_steal (self->error, NULL);
  file->kind = (gint8 *) (gpointer) g_array_steal (self->kind, NULL);
  file->param = (SlParamId *) (gpointer) g_array_steal (self->param, NULL);
  file->params = (double *) (gpointer) g_array_steal (self->params, NULL);
  file->line = (gsize *) (gpointer) g_array_steal (self->line, NULL);
  return file;
}

static gboolean
read_head (Reader *self, GError **error)
{
  g_autoptr (GError) fault = NULL;
  double ignored;

  if (!next_fields (self, &fault))
    {
      if (fault)
        g_propagate_error (error, g_steal_pointer (&fault));
      return !fault && fail (self, error, _ ("the file ends before a header row with names of columns"));
    }
  if (sl_text_to_number (field (self, 0), &ignored))
    return fail (self, error, _ ("expected a header row with names of columns, found the number %s"),
                 field (self, 0));
  self->head = g_strdupv ((char **) self->fields->pdata);
  self->n_head = g_strv_length (self->head);
  return TRUE;
}

SlMeasurementFile *
sl_measurement_file_load (const char *path, const SlFilterSet *filters, const SlTemplates *templates,
                          GError **error)
{
  g_auto (Reader) self = { .path = path,
                           .lines = sl_text_lines_open (path, _ ("CSV text"), error),
                           .filters = filters,
                           .templates = templates,
                           .separator = ',',
                           .fields = g_ptr_array_new (),
                           .names = g_ptr_array_new_with_free_func (g_free),
                           .units = g_ptr_array_new_with_free_func (g_free),
                           .labels = g_ptr_array_new_with_free_func (g_free),
                           .value = g_array_new (FALSE, FALSE, sizeof (double)),
                           .error = g_array_new (FALSE, FALSE, sizeof (double)),
                           .kind = g_array_new (FALSE, FALSE, sizeof (gint8)),
                           .param = g_array_new (FALSE, FALSE, sizeof (SlParamId)),
                           .params = g_array_new (FALSE, FALSE, sizeof (double)),
                           .line = g_array_new (FALSE, FALSE, sizeof (gsize)) };
  gboolean table;

  if (!self.lines || !read_head (&self, error))
    return NULL;
  table = find_column (&self, table_names[TABLE_OBSERVABLE]) >= 0;
  if (!(table ? read_table : read_catalogue) (&self, error))
    return NULL;
  return file_new (&self, table);
}

void
sl_measurement_file_free (SlMeasurementFile *self)
{
  if (!self)
    return;
  g_free (self->path);
  g_strfreev (self->names);
  g_strfreev (self->label);
  g_free (self->value);
  g_free (self->error);
  g_free (self->kind);
  g_free (self->param);
  g_free (self->params);
  g_free (self->line);
  g_free (self);
}

SlMeasurements *
sl_measurement_file_get (const SlMeasurementFile *self, gsize i)
{
  SlMeasurements *measurements = sl_measurements_new ();

  for (guint o = 0; o < self->n_obs; o++)
    {
      const gsize at = i * self->n_obs + o;
      const gint8 kind = self->kind[at];
      /* Rows that are no measurements have their place, so that all galaxies have the same observables. */
      const gboolean there = isfinite (self->value[at]);

      sl_measurements_add (measurements, self->names[o], kind >= 0 ? (SlMeasurementKind) kind : 0,
                           there ? self->value[at] : 0.0, there ? self->error[at] : 1.0, NULL);
      sl_measurements_get (measurements, o)->on = kind >= 0;
    }
  return measurements;
}

char *
sl_measurement_file_where (const SlMeasurementFile *self, gsize i)
{
  return g_strdup_printf (_ ("%s: line %zu"), self->path, self->line[i]);
}
