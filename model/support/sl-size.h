/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Sizes that a file claims: every product of them goes through here before anything is allocated, so that none
 * overflows and none is larger than what can be meant. Thread: any. */

/* Most values of one dataset or table: 2^28 floats are 1 GiB. */
#define SL_SIZE_MOST_VALUES ((gsize) 1 << 28)
/* Most strings of one dataset, most bytes of one of them, and of all together. */
#define SL_SIZE_MOST_STRINGS ((gsize) 1 << 23)
#define SL_SIZE_MOST_STRING ((gsize) 1 << 16)
#define SL_SIZE_MOST_TEXT ((gsize) 1 << 28)
/* Most members of one group, and bytes of the name of one. */
#define SL_SIZE_MOST_MEMBERS ((guint) 1 << 16)
#define SL_SIZE_MOST_NAME ((gsize) 1023)

/* *product = a b; FALSE, and *product unchanged, where that overflows. */
static inline gboolean
sl_size_times (gsize a, gsize b, gsize *product)
{
  return g_size_checked_mul (product, a, b);
}

static inline gboolean
sl_size_plus (gsize a, gsize b, gsize *sum)
{
  return g_size_checked_add (sum, a, b);
}

/* *n: number of values of this shape, 1 of rank 0. FALSE where there are more than most, or any length is
 * more than that, also beside a length of 0. */
static inline gboolean
sl_size_values (guint rank, const gsize *dims, gsize most, gsize *n)
{
  gboolean good = TRUE;

  *n = 1;
  for (guint i = 0; i < rank; i++)
    good = good && dims[i] <= most && sl_size_times (*n, dims[i], n) && *n <= most;
  return good;
}

/* Zeroed memory for a x b values of a size (g_free), or NULL where that overflows or there is not enough. An
 * empty array is one, too, not NULL. */
static inline gpointer
sl_size_try_new (gsize a, gsize b, gsize size)
{
  gsize n;

  return sl_size_times (a, b, &n) && n <= G_MAXSIZE / MAX (size, 1) - 1 ? g_try_malloc0_n (n + 1, size) : NULL;
}
