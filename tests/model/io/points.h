/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>

#include <glib.h>

/* Whether a message has a text whose numbers are written with points: on screen they may have a comma. */
static inline gboolean
has_text (const char *message, const char *text)
{
  g_autofree char *points = g_strdup (message);

  for (char *c = points + 1; *points && c[0] && c[1]; c++)
    if (*c == ',' && g_ascii_isdigit (c[-1]) && g_ascii_isdigit (c[1]))
      *c = '.';
  return strstr (message, text) || strstr (points, text);
}
