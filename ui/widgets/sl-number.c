/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-number.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "ui/plot/sl-decimal.h"

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
  /* A number that rounds to zero has no sign. */
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
  /* "1.000,5" is ambiguous, so it is rejected. */
  if (*stripped == '\0' || separators > 1)
    return FALSE;
  v = g_ascii_strtod (stripped, &end);
  if (end == stripped || *end != '\0' || !isfinite (v))
    return FALSE;
  *value = v;
  return TRUE;
}

static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
#define SUPER_MINUS "⁻"
/* Range of sizes written without a power of ten. */
#define LEAST_PLAIN 0.00995
#define MOST_PLAIN 9999.5
#define DIGITS 3

char *
sl_number_format_short (double value)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *mantissa = NULL;
  const double size = fabs (value);
  int power;

  if (!isfinite (value) || size == 0.0)
    return sl_number_format (value, 0);
  power = (int) floor (log10 (size));
  if (size >= LEAST_PLAIN && size < MOST_PLAIN)
    {
      /* 9.996 has one digit less after the point than 9.994. */
      if (size >= (1.0 - 0.5 * pow (10.0, -DIGITS)) * pow (10.0, power + 1))
        power++;
      return sl_number_format (value, (guint) CLAMP (DIGITS - 1 - power, 0, DIGITS));
    }
  mantissa = sl_number_format (value / pow (10.0, power), DIGITS - 1);
  /* Rounded up to ten. */
  if (g_str_has_prefix (mantissa, "10") || g_str_has_prefix (mantissa, "\u221210"))
    {
      g_free (mantissa);
      mantissa = sl_number_format (value / pow (10.0, ++power), DIGITS - 1);
    }
  text = g_string_new (mantissa);
  g_string_append (text, "×10");
  mantissa = (g_free (mantissa), g_strdup_printf ("%d", power));
  for (const char *p = mantissa; *p; p++)
    g_string_append (text, *p == '-' ? SUPER_MINUS : superscripts[*p - '0']);
  return g_strdup (text->str);
}

char *
sl_number_in_locale (const char *text)
{
  return sl_decimal_replace (text, '.', localeconv ()->decimal_point);
}
