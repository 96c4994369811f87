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

/* The number of four hexadecimal digits from i on, or -1. */
static int
hexadecimal (const char *text, gsize length, gsize i)
{
  int code = 0;

  for (gsize k = i; k < i + 4; k++)
    if (k >= length || !g_ascii_isxdigit (text[k]))
      return -1;
    else
      code = 16 * code + g_ascii_xdigit_value (text[k]);
  return code;
}

/* Bytes of the escape that begins at i. 0: JSON has none such, or it is no character. The parser knows
 * others, with which it makes texts that are no UTF-8. */
static gsize
length_of_escape (const char *text, gsize length, gsize i)
{
  int code, second;

  if (i + 1 >= length)
    return 0;
  if (text[i + 1] != 'u')
    return strchr ("\"\\/bfnrt", text[i + 1]) ? 2 : 0;
  code = hexadecimal (text, length, i + 2);
  if (code < 0xd800 || code > 0xdfff)
    return code > 0 ? 6 : 0;
  /* The first half of a pair. */
  second =
      i + 7 < length && text[i + 6] == '\\' && text[i + 7] == 'u' ? hexadecimal (text, length, i + 8) : -1;
  return code < 0xdc00 && second >= 0xdc00 && second <= 0xdfff ? 12 : 0;
}

/* Moves *i from the double quote at which a string begins behind that at which it ends, or to the end of the
 * text. FALSE at an escape that is none. */
static gboolean
skip_string (const char *text, gsize length, gsize *i)
{
  for (++*i; *i < length && text[*i] != '"';)
    {
      const gsize step = text[*i] == '\\' ? length_of_escape (text, length, *i) : 1;

      if (step == 0)
        return FALSE;
      *i += step;
    }
  *i = MIN (*i + 1, length);
  return TRUE;
}

/* Blanks out the comment that begins at i; its end. */
static gsize
blank_comment (char *text, gsize length, gsize i)
{
  const gboolean line = text[i + 1] == '/';
  gsize end = i + 2;

  while (end < length
         && (line ? text[end] != '\n' : !(text[end] == '/' && text[end - 1] == '*' && end > i + 2)))
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
        {
          if (!skip_string (text, length, &i))
            return fail (error, text, i,
                         _ ("after this “\\”, expected one of \", \\, /, b, f, n, r, t or u and the four "
                            "digits of a character"));
        }
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

/* Bytes of the number with an exponent that begins here, 0 for anything else. */
static gsize
length_with_exponent (const char *text)
{
  gsize i = 0;

  while (g_ascii_isdigit (text[i]))
    i++;
  if (i == 0 || text[i] != 'e')
    return 0;
  i++;
  i += text[i] == '-' || text[i] == '+';
  while (g_ascii_isdigit (text[i]))
    i++;
  return i;
}

char *
sl_json_text_mend_numbers (char *text)
{
  char *to = text;
  gboolean quoted = FALSE;

  for (const char *from = text; *from;)
    {
      gsize n = quoted ? 0 : length_with_exponent (from);
      const gboolean faulty = n > 0 && from[n] == '.' && from[n + 1] == '0';

      if (quoted && *from == '\\' && from[1])
        n = 2;
      else if (*from == '"')
        quoted = !quoted;
      n = MAX (n, 1);
      memmove (to, from, n);
      to += n;
      from += n + (faulty ? 2 : 0);
    }
  *to = 0;
  return text;
}
