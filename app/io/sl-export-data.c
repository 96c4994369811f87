/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-export-data.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "model/files/sl-new-file.h"
#include "model/support/sl-error.h"

/* Relative difference below which two x share a row: numbers are written with ten digits. */
#define SAME 1e-10

/* A point of a curve. A step, where a curve has the same x twice, takes two rows: occurrence 0 and 1. */
typedef struct {
  double x, y;
  guint column, occurrence;
} Point;

static const struct { const char *ending; char separator; } format_table[] = {
  { ".csv", ',' }, { ".tsv", '\t' }, { ".txt", '\t' },
};

static char
separator_of (const char *path)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot && i < G_N_ELEMENTS (format_table); i++)
    if (g_ascii_strcasecmp (dot, format_table[i].ending) == 0)
      return format_table[i].separator;
  return 0;
}

gboolean
sl_export_data_can (const char *path)
{
  return separator_of (path) != 0;
}

/* --- header --------------------------------------------------------------- */

static void add_comment (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Adds a line that begins with #; line breaks in it become blanks. */
static void
add_comment (GString *text, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  g_strdelimit (line, "\r\n", ' ');
  g_string_append_printf (text, "# %s\n", line);
}

static void
add_galaxy_comments (GString *text, const SlExportData *self)
{
  const SlGalaxy *galaxy = self->command.options->galaxy;
  SlFigureCommand numbers = self->command;
  g_autofree char *out = g_strdup_printf ("starloom-%s.csv", numbers.info->name), *command = NULL;

  numbers.out = out;
  command = sl_figure_command (&numbers);
  add_comment (text, "%s", command);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_galaxy_uses_option (galaxy, i))
      add_comment (text, "%s = %s", sl_option_info (i)->name,
                   sl_option_value_name (i, sl_galaxy_option (galaxy, i)));
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_galaxy_uses (galaxy, i))
      {
        const SlParamInfo *info = sl_param_info (i);
        g_autofree char *number = sl_text_from_number (galaxy->value[i]),
                        *unit = sl_text_from_markup (info->unit);

        add_comment (text, "%s = %s%s%s", info->name, number, *unit ? " " : "", unit);
      }
}

static void
add_header (GString *text, const SlExportData *self)
{
  const SlFigureInfo *info = self->command.info;
  g_autofree char *library = self->library ? g_path_get_basename (self->library) : NULL;

  add_comment (text, "Starloom %s: %s (%s)", SL_VERSION, info->name, _ (info->title));
  if (library)
    add_comment (text, "library: %s", library);
  if (self->imf)
    add_comment (text, "initial mass function: %s", self->imf);
  if (g_strcmp0 (sl_plot_get_link (self->plot, NULL), SL_LINK_WAVE) == 0)
    add_comment (text, "wavelengths: as in the row of names; in air means from 2000 A on, in vacuum below");
  else
    add_comment (text, "limits of lines and indices: in air");
  add_comment (text, "units: in brackets in the row of names; empty: no value there");
  add_galaxy_comments (text, self);
}

/* --- numbers -------------------------------------------------------------- */

/* By x, then occurrence, then column. */
static int
compare_points (gconstpointer a, gconstpointer b)
{
  const Point *p = a, *q = b;

  if (p->x != q->x)
    return p->x < q->x ? -1 : 1;
  if (p->occurrence != q->occurrence)
    return p->occurrence < q->occurrence ? -1 : 1;
  return p->column < q->column ? -1 : p->column > q->column;
}

/* All points of all columns (Point), sorted; adds the names of the columns. g_array_unref. */
static GArray *
collect_points (const GPtrArray *columns, GPtrArray *names)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (Point));

  for (guint c = 0; c < columns->len; c++)
    {
      const SlPlotColumn *column = columns->pdata[c];
      Point point = { .column = c };

      for (gsize i = 0; i < column->n; i++)
        {
          if (!isfinite (column->x[i]))
            continue;
          point.occurrence = i > 0 && column->x[i] == column->x[i - 1] ? point.occurrence + 1 : 0;
          point.x = column->x[i];
          point.y = column->y[i];
          g_array_append_val (points, point);
        }
      g_ptr_array_add (names, *column->unit ? g_strdup_printf ("%s [%s]", column->name, column->unit)
                                            : g_strdup (column->name));
    }
  g_array_sort (points, compare_points);
  /* Centres of cells and x of curves may differ by rounding. */
  for (guint i = 1; i < points->len; i++)
    {
      Point *point = &g_array_index (points, Point, i);
      const double before = g_array_index (points, Point, i - 1).x;

      if (fabs (point->x - before) <= SAME * fabs (before))
        point->x = before;
    }
  g_array_sort (points, compare_points);
  return points;
}

/* Numbers equal names: a curve in two pieces, before and after the time of observation, has one name. */
static void
make_distinct (GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      guint like = 1;

      for (guint k = 0; k < i; k++)
        like += strcmp (names->pdata[k], names->pdata[i]) == 0;
      if (like > 1)
        {
          char *name = g_strdup_printf ("%s (%u)", (char *) names->pdata[i], like);

          g_free (names->pdata[i]);
          names->pdata[i] = name;
        }
    }
}

static void
add_name (GString *text, const char *name, char separator)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (!strchr (name, separator) && !strpbrk (name, "\"\r\n"))
    {
      g_string_append (text, name);
      return;
    }
  parts = g_strsplit (name, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (text, "\"%s\"", doubled);
}

static void
append_number (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append (text, g_ascii_formatd (number, sizeof number, "%.10g", value));
}

static void
add_rows (GString *text, const GArray *points, guint n_columns, char separator)
{
  g_autofree double *row = g_new (double, n_columns);

  for (guint i = 0; i < points->len;)
    {
      const Point first = g_array_index (points, Point, i);

      for (guint k = 0; k < n_columns; k++)
        row[k] = NAN;
      for (; i < points->len; i++)
        {
          const Point *point = &g_array_index (points, Point, i);

          if (point->x != first.x || point->occurrence != first.occurrence)
            break;
          row[point->column] = point->y;
        }
      append_number (text, first.x);
      for (guint k = 0; k < n_columns; k++)
        {
          g_string_append_c (text, separator);
          append_number (text, row[k]);
        }
      g_string_append_c (text, '\n');
    }
}

char *
sl_export_data_text (const SlExportData *self, char separator, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *x_title = NULL;
  g_autoptr (GPtrArray) columns = sl_plot_get_columns (self->plot, &x_title);
  g_autoptr (GArray) points = collect_points (columns, names);

  if (points->len == 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("the plot “%s” contains no numbers that could be saved"), self->command.info->name);
      return NULL;
    }
  make_distinct (names);
  add_header (text, self);
  add_name (text, x_title && *x_title ? x_title : "x", separator);
  for (guint i = 0; i < names->len; i++)
    {
      g_string_append_c (text, separator);
      add_name (text, names->pdata[i], separator);
    }
  g_string_append_c (text, '\n');
  add_rows (text, points, names->len, separator);
  return g_strdup (text->str);
}

gboolean
sl_export_data (const SlExportData *self, const char *path, GError **error)
{
  const char separator = separator_of (path);
  g_autofree char *text = NULL;

  if (!separator)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, SL_ERROR, SL_ERROR_FILE,
                   _ ("%s: the name of a file of numbers must end in .csv, .tsv or .txt"),
                   shown);
      return FALSE;
    }
  if (!(text = sl_export_data_text (self, separator, error)))
    return FALSE;
  return sl_file_write (path, text, strlen (text), SL_FILE_SHARED, error);
}
