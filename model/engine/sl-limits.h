/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/ssp/sl-templates.h"

/* Where a galaxy's parameters stand at the end of what the model knows. */
typedef enum {
  SL_LIMIT_GRID,       /* at or beyond the end of what the library holds: its last entries stand in */
  SL_LIMIT_KINK,       /* here the model has a corner: the gradient is that of one side */
  SL_LIMIT_NO_EFFECT,  /* acts in principle, but nothing comes of it with the other parameters */
  SL_N_LIMIT_KINDS
} SlLimitKind;

typedef struct {
  SlParamId id;
  SlLimitKind kind;
  const char *text;    /* one or two sentences, translated, static */
} SlLimit;

/* Those of a galaxy that are true of it now, at most max of them, in the order of their kinds; out may be
 * NULL where max is 0. Returns how many there are, also beyond max. templates NULL: none that need them. Only
 * parameters that act. */
guint sl_limits_check (const SlGalaxy *galaxy, const SlTemplates *templates, SlLimit *out, guint max);
