/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sl-number.h"

#include <math.h>
#include <string.h>

#define MINUS 0x2212

char *
sl_number_format (double value, guint digits)
{
  g_autofree char *text = NULL;
  const char *start;

  if (!isfinite (value))
    return g_strdup ("–");
  text = g_strdup_printf ("%.*f", (int) MIN (digits, 15), value);
  if (text[0] != '-')
    return g_steal_pointer (&text);
  start = text + 1;
  /* What rounds to zero has no sign. */
  if (strpbrk (start, "123456789") == NULL)
    return g_strdup (start);
  return g_strconcat ("\u2212", start, NULL);
}

gboolean
sl_number_parse (const char *text, double *value)
{
  g_autoptr (GString) ascii = g_string_new (NULL);
  g_autofree char *stripped = NULL;
  guint separators = 0;
  char *end = NULL;
  double v;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        c = ' ';
      else if (c == MINUS)
        c = '-';
      else if (c == ',' || c == '.')
        {
          c = '.';
          separators++;
        }
      else if (!(c < 128 && (g_ascii_isdigit (c) || strchr ("+-eE", (int) c))))
        return FALSE;
      g_string_append_c (ascii, (char) c);
    }
  stripped = g_strstrip (g_strdup (ascii->str));
  /* "1.000,5" may mean two things, so it means none. */
  if (*stripped == '\0' || separators > 1)
    return FALSE;
  v = g_ascii_strtod (stripped, &end);
  if (end == stripped || *end != '\0' || !isfinite (v))
    return FALSE;
  *value = v;
  return TRUE;
}
