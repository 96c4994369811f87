/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-decimal.h"

char *
sl_decimal_replace (const char *text, char from, const char *to)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c; c++)
    if (*c == from && c > text && g_ascii_isdigit (c[-1]) && g_ascii_isdigit (c[1]))
      g_string_append (out, to);
    else
      g_string_append_c (out, *c);
  return g_string_free (out, FALSE);
}
