/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-parameters.h"

/* A set of parameters: a plain value that grows with SL_N_PARAMS. Copy it with =; { 0 } is the empty set. */
#define SL_PARAM_SET_WORDS ((SL_N_PARAMS + 63) / 64)
typedef struct { guint64 word[SL_PARAM_SET_WORDS]; } SlParamSet;

/* Neighbouring parameters, first to end - 1, for constant tables; { 0 } is empty. */
typedef struct { guint first, end; } SlParamRange;
#define SL_PARAM_RANGE(first, last) { SL_PARAM_##first, SL_PARAM_##last + 1 }

/* The set of the parameters listed; an expression, not a constant. */
#define SL_PARAM_SET(...)                                                                                    \
  sl_param_set_of_ids ((const SlParamId[]){ __VA_ARGS__ },                                                   \
                       sizeof (SlParamId[]){ __VA_ARGS__ } / sizeof (SlParamId))

static inline SlParamSet
sl_param_set_none (void)
{
  return (SlParamSet){ { 0 } };
}

static inline void
sl_param_set_add (SlParamSet *self, SlParamId id)
{
  self->word[id / 64] |= G_GUINT64_CONSTANT (1) << id % 64;
}

static inline void
sl_param_set_remove (SlParamSet *self, SlParamId id)
{
  self->word[id / 64] &= ~(G_GUINT64_CONSTANT (1) << id % 64);
}

static inline gboolean
sl_param_set_has (SlParamSet self, SlParamId id)
{
  return self.word[id / 64] >> id % 64 & 1;
}

static inline SlParamSet
sl_param_set_of (SlParamId id)
{
  SlParamSet set = sl_param_set_none ();

  sl_param_set_add (&set, id);
  return set;
}

static inline SlParamSet
sl_param_set_of_ids (const SlParamId *ids, gsize n)
{
  SlParamSet set = sl_param_set_none ();

  for (gsize i = 0; i < n; i++)
    sl_param_set_add (&set, ids[i]);
  return set;
}

static inline SlParamSet
sl_param_set_of_ranges (const SlParamRange *ranges, gsize n)
{
  SlParamSet set = sl_param_set_none ();

  for (gsize i = 0; i < n; i++)
    for (guint id = ranges[i].first; id < ranges[i].end; id++)
      sl_param_set_add (&set, (SlParamId) id);
  return set;
}

/* From first to last, both included. */
static inline SlParamSet
sl_param_set_range (SlParamId first, SlParamId last)
{
  const SlParamRange range = { first, last + 1 };

  return sl_param_set_of_ranges (&range, 1);
}

static inline SlParamSet
sl_param_set_all (void)
{
  return sl_param_set_range ((SlParamId) 0, (SlParamId) (SL_N_PARAMS - 1));
}

static inline SlParamSet
sl_param_set_union (SlParamSet a, SlParamSet b)
{
  for (guint i = 0; i < SL_PARAM_SET_WORDS; i++)
    a.word[i] |= b.word[i];
  return a;
}

static inline SlParamSet
sl_param_set_intersection (SlParamSet a, SlParamSet b)
{
  for (guint i = 0; i < SL_PARAM_SET_WORDS; i++)
    a.word[i] &= b.word[i];
  return a;
}

/* Those of a that are not in b. */
static inline SlParamSet
sl_param_set_minus (SlParamSet a, SlParamSet b)
{
  for (guint i = 0; i < SL_PARAM_SET_WORDS; i++)
    a.word[i] &= ~b.word[i];
  return a;
}

static inline gboolean
sl_param_set_is_empty (SlParamSet self)
{
  for (guint i = 0; i < SL_PARAM_SET_WORDS; i++)
    if (self.word[i])
      return FALSE;
  return TRUE;
}

static inline gboolean
sl_param_set_intersects (SlParamSet a, SlParamSet b)
{
  return !sl_param_set_is_empty (sl_param_set_intersection (a, b));
}

/* TRUE where b has every parameter of a. */
static inline gboolean
sl_param_set_is_subset (SlParamSet a, SlParamSet b)
{
  return sl_param_set_is_empty (sl_param_set_minus (a, b));
}

static inline gboolean
sl_param_set_equal (SlParamSet a, SlParamSet b)
{
  return sl_param_set_is_subset (a, b) && sl_param_set_is_subset (b, a);
}

static inline guint
sl_param_set_count (SlParamSet self)
{
  guint n = 0;

  for (guint i = 0; i < SL_PARAM_SET_WORDS; i++)
    n += (guint) __builtin_popcountll (self.word[i]);
  return n;
}

/* The first parameter of the set after this one, or -1. Over all of them:
 * for (int p = sl_param_set_next (set, -1); p >= 0; p = sl_param_set_next (set, p)) */
static inline int
sl_param_set_next (SlParamSet self, int after)
{
  for (int id = after + 1; id < SL_N_PARAMS; id++)
    if (sl_param_set_has (self, (SlParamId) id))
      return id;
  return -1;
}
