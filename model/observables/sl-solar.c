/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-solar.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/io/sl-data.h"
#include "model/io/sl-file.h"
#include "model/support/sl-error.h"
#include "model/support/sl-text-quote.h"

/* A larger file is no such table. */
#define MOST_BYTES (1u << 20)

/* A table of rows "filter,magnitude" below a header; lines that begin with # are comments. */
static gboolean
find_magnitude (const char *path, const char *filter, double *magnitude, GError **error)
{
  gsize length = 0;
  g_autofree char *text = sl_file_read (path, _ ("the Sun’s magnitudes"), MOST_BYTES, &length, error);
  g_autoptr (GString) known = g_string_new (NULL);
  g_auto (GStrv) line = NULL;
  gboolean titles = TRUE;

  if (!text)
    return FALSE;
  if (!g_utf8_validate_len (text, length, NULL))
    {
      sl_check_fail (error, path, "ab_mag", _ ("expected text, found something else"));
      return FALSE;
    }
  /* A number cut short could be read as another number. */
  if (!g_str_has_suffix (text, "\n"))
    {
      sl_check_fail (error, path, "ab_mag", _ ("expected the last line to be whole; the file is cut short"));
      return FALSE;
    }
  line = g_strsplit (text, "\n", -1);
  for (guint i = 0; line[i]; i++)
    {
      char *comma, *end;

      if (!*g_strstrip (line[i]) || line[i][0] == '#')
        continue;
      if (titles)
        {
          titles = FALSE;
          continue;
        }
      comma = strchr (line[i], ',');
      *magnitude = comma ? g_ascii_strtod (comma + 1, &end) : NAN;
      if (!comma || end == comma + 1 || *end || !isfinite (*magnitude))
        {
          g_autofree char *found = sl_text_quote (line[i], SL_TEXT_QUOTE);

          sl_check_fail (error, path, "ab_mag",
                         _ ("expected a filter and a magnitude in line %u, found “%s”"), i + 1, found);
          return FALSE;
        }
      *comma = 0;
      if (strcmp (line[i], filter) == 0)
        return TRUE;
      g_string_append_printf (known, " %s", line[i]);
    }
  if (!known->len)
    sl_check_fail (error, path, "ab_mag", _ ("expected filters and magnitudes, found none"));
  else
    g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                 _ ("%s: the Sun's magnitude is not known in “%s”, only in%s"), path, filter, known->str);
  return FALSE;
}

gboolean
sl_solar_magnitude (const char *filter, double *magnitude, GError **error)
{
  g_autofree char *path = sl_data_path ("solar_magnitudes.csv");
  GError *why = NULL;

  if (find_magnitude (path, filter, magnitude, &why))
    return TRUE;
  /* A missing filter is no error of the file. */
  if (why->code != SL_ERROR_OBSERVABLE)
    sl_data_advise (&why, _ ("or leave mass-to-light ratios out"));
  g_propagate_error (error, why);
  return FALSE;
}
