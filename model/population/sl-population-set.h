/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>

#include <glib.h>

#include "model/population/kernels/sl-population-kernels.h"

/* Sets of a population's parameters (SL_POP_…): plain values, copied with =. */

static inline gboolean
sl_pop_set_has (const SlPopSet *self, int p)
{
  return SL_POP_HAS (*self, p);
}

static inline void
sl_pop_set_put (SlPopSet *self, int p, gboolean has)
{
  const unsigned bit = 1u << p % 32;

  self->word[p / 32] = has ? self->word[p / 32] | bit : self->word[p / 32] & ~bit;
}

static inline void
sl_pop_set_add (SlPopSet *self, int p)
{
  sl_pop_set_put (self, p, TRUE);
}

static inline void
sl_pop_set_remove (SlPopSet *self, int p)
{
  sl_pop_set_put (self, p, FALSE);
}

static inline gboolean
sl_pop_set_equal (const SlPopSet *a, const SlPopSet *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}
