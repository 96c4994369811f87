/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-nearest.h"

#include <string.h>

/* Longer texts are no mistyped names; the distance takes the product of both lengths. */
#define MOST_TYPED 200

/* The number of letters to insert, remove or replace on the way from a to b (Levenshtein). */
static guint
edit_distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize k = 0; k <= n; k++)
    row[k] = k;
  for (gsize i = 0; a[i]; i++)
    {
      guint diagonal = row[0];

      row[0] = i + 1;
      for (gsize k = 0; k < n; k++)
        {
          guint replaced = diagonal + (g_ascii_tolower (a[i]) != g_ascii_tolower (b[k]));

          diagonal = row[k + 1];
          row[k + 1] = MIN (replaced, MIN (row[k], row[k + 1]) + 1);
        }
    }
  return row[n];
}

const char *
sl_nearest_name (const char *typed, const char *const *names, guint n)
{
  const char *best = NULL;
  guint least = G_MAXUINT;

  for (guint i = 0; i < n && strlen (typed) <= MOST_TYPED; i++)
    {
      guint d = edit_distance (typed, names[i]);

      if (d < least)
        least = d, best = names[i];
    }
  return best && least <= MAX (strlen (typed), strlen (best)) * 2 / 3 ? best : NULL;
}
