/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-json-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"

static gboolean fail (GError **error, const char *text, gsize at, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean
fail (GError **error, const char *text, gsize at, const char *format, ...)
{
  g_autofree char *what = NULL;
  guint line = 1, column = 1;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  for (gsize i = 0; i < at; i++)
    if (text[i] == '\n')
      line++, column = 1;
    else
      column += (text[i] & 0xc0) != 0x80;
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("line %u, column %u: %s"), line, column, what);
  return FALSE;
}

/* The end of the string in double quotes that begins at i: behind the last quote, or length. */
static gsize
skip_string (const char *text, gsize length, gsize i)
{
  for (i++; i < length && text[i] != '"'; i++)
    if (text[i] == '\\')
      i++;
  return MIN (i + 1, length);
}

/* Blanks out the comment that begins at i; its end. */
static gsize
blank_comment (char *text, gsize length, gsize i)
{
  const gboolean line = text[i + 1] == '/';
  gsize end = i + 2;

  while (end < length && (line ? text[end] != '\n' : !(text[end] == '/' && text[end - 1] == '*' && end > i + 2)))
    end++;
  if (!line && end < length)
    end++;
  for (; i < end; i++)
    if (text[i] != '\n')
      text[i] = ' ';
  return end;
}

gboolean
sl_json_text_clean (char *text, gsize length, guint depth, GError **error)
{
  guint open = 0, n = 0;
  gsize i = 0;

  if (memchr (text, 0, length))
    return fail (error, text, (gsize) ((char *) memchr (text, 0, length) - text),
                 _ ("expected text, found a zero byte"));
  while (i < length)
    {
      const char c = text[i];

      if (c == '"')
        i = skip_string (text, length, i);
      else if (c == '/' && i + 1 < length && (text[i + 1] == '/' || text[i + 1] == '*'))
        i = blank_comment (text, length, i);
      else if (c == '\'' || c == '/')
        return fail (error, text, i, _ ("“%c” is no JSON here; texts are in double quotes"), c);
      else
        {
          if ((c == '[' || c == '{') && ++open > depth)
            return fail (error, text, i, _ ("expected at most %u brackets within one another, found more"),
                         depth);
          if ((c == ']' || c == '}') && open > 0)
            open--;
          /* Each value but the first of a list follows a comma. */
          if ((c == ',' || c == '[' || c == '{') && ++n > SL_JSON_TEXT_MOST)
            return fail (error, text, i, _ ("expected at most %d values, found more"), SL_JSON_TEXT_MOST);
          i++;
        }
    }
  return TRUE;
}
