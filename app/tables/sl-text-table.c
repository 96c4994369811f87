/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-text-table.h"

#include <math.h>
#include <string.h>

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

struct _SlTextTable {
  const GArray *columns;
  SlNewFile *file;
  GString *text;    /* not written yet */
  Written *written; /* by column */
  guint field;      /* the next of the row */
};

/* --- columns -------------------------------------------------------------- */

static void
column_clear (gpointer data)
{
  SlTextColumn *column = data;

  g_free (column->name);
  g_free (column->unit);
  g_free (column->description);
}

GArray *
sl_text_columns_new (void)
{
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (SlTextColumn));

  g_array_set_clear_func (columns, column_clear);
  return columns;
}

void
sl_text_columns_add (GArray *columns, const char *name, const char *unit, const char *description,
                     gboolean text, gboolean quiet)
{
  const SlTextColumn column = { g_strdup (name), g_strdup (unit), g_strdup (description), text, quiet };

  g_array_append_val (columns, column);
}

static const SlTextColumn *
column_at (const SlTextTable *self, guint i)
{
  return &g_array_index (self->columns, SlTextColumn, i);
}

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

static void
add_datatype (SlTextTable *self, const SlTextColumn *column)
{
  g_autofree char *name = quote_yaml (column->name), *unit = quote_yaml (column->unit),
                  *words = quote_yaml (column->description);

  g_string_append_printf (self->text, "# - {name: %s", name);
  if (*column->unit)
    g_string_append_printf (self->text, ", unit: %s", unit);
  g_string_append_printf (self->text, ", datatype: %s", column->text ? "string" : "float64");
  if (*column->description)
    g_string_append_printf (self->text, ", description: %s", words);
  g_string_append (self->text, "}\n");
}

static void
add_ecsv_head (SlTextTable *self, const SlTextFact *facts, guint n_facts)
{
  g_string_append (self->text, "# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n");
  for (guint i = 0; i < self->columns->len; i++)
    add_datatype (self, column_at (self, i));
  g_string_append (self->text, "# meta: !!omap\n");
  for (guint i = 0; i < n_facts; i++)
    {
      g_autofree char *quoted = quote_yaml (facts[i].value);

      g_string_append_printf (self->text, "# - {%s: %s}\n", facts[i].name, quoted);
    }
  g_string_append (self->text, "# - {line_limits: 'limits of lines and indices are in air'}\n"
                               "# schema: astropy-2.0\n");
}

static void
add_csv_head (SlTextTable *self, const SlTextFact *facts, guint n_facts)
{
  for (guint i = 0; i < n_facts; i++)
    {
      g_autofree char *line = g_strdup (facts[i].value);

      g_strdelimit (line, "\r\n", ' ');
      g_string_append_printf (self->text, "# %s: %s\n", facts[i].name, line);
    }
  g_string_append (self->text, "# limits of lines and indices: in air\n# units: ");
  for (guint i = 0; i < self->columns->len; i++)
    if (*column_at (self, i)->unit && !column_at (self, i)->quiet)
      g_string_append_printf (self->text, "%s [%s]; ", column_at (self, i)->name, column_at (self, i)->unit);
  g_string_append (self->text, "nan: no value there\n");
}

/* A text as a field. */
static void
add_quoted (SlTextTable *self, const char *text)
{
  g_autoptr (GString) quoted = g_string_new (text);

  if (!strpbrk (text, ",\"\r\n"))
    {
      g_string_append (self->text, text);
      return;
    }
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (self->text, "\"%s\"", quoted->str);
}

SlTextTable *
sl_text_table_new (const char *path, gboolean ecsv, const SlTextFact *facts, guint n_facts,
                   const GArray *columns, GError **error)
{
  SlTextTable *self = g_new0 (SlTextTable, 1);

  self->columns = columns;
  self->text = g_string_new (NULL);
  self->written = g_new0 (Written, columns->len + 1);
  self->file = sl_new_file_begin (path, SL_FILE_SHARED, error);
  if (!self->file)
    {
      sl_text_table_free (self);
      return NULL;
    }
  (ecsv ? add_ecsv_head : add_csv_head) (self, facts, n_facts);
  for (guint i = 0; i < columns->len; i++)
    {
      if (i)
        g_string_append_c (self->text, ',');
      add_quoted (self, column_at (self, i)->name);
    }
  g_string_append_c (self->text, '\n');
  return self;
}

void
sl_text_table_free (SlTextTable *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->file, sl_new_file_free);
  g_string_free (self->text, TRUE);
  g_free (self->written);
  g_free (self);
}

/* --- rows ----------------------------------------------------------------- */

static gboolean
flush (SlTextTable *self, GError **error)
{
  const gboolean good = sl_new_file_append (self->file, self->text->str, self->text->len, error);

  g_string_truncate (self->text, 0);
  return good;
}

void
sl_text_table_add_number (SlTextTable *self, double value)
{
  Written *written = &self->written[self->field++];

  if (!written->length || memcmp (&value, &written->value, sizeof value) != 0)
    {
      /* The sign of a NaN would be printed. */
      if (isnan (value))
        g_strlcpy (written->text, "nan", sizeof written->text);
      else
        g_ascii_formatd (written->text, sizeof written->text, "%.17g", value);
      written->value = value;
      written->length = (guint) strlen (written->text);
    }
  g_string_append_len (self->text, written->text, written->length);
  g_string_append_c (self->text, ',');
}

void
sl_text_table_add_numbers (SlTextTable *self, const double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    sl_text_table_add_number (self, values[i]);
}

void
sl_text_table_add_text (SlTextTable *self, const char *text)
{
  self->field++;
  add_quoted (self, text);
  g_string_append_c (self->text, ',');
}

gboolean
sl_text_table_end_row (SlTextTable *self, GError **error)
{
  self->field = 0;
  self->text->str[self->text->len - 1] = '\n';
  return self->text->len < BUFFER_BYTES || flush (self, error);
}

gboolean
sl_text_table_commit (SlTextTable *self, gboolean keep, GError **error)
{
  return flush (self, error) && (!keep || sl_new_file_commit (self->file, error));
}
