/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"

/* What interfaces and figures call the parameters. Names in files: sl_param_info(). */
typedef struct {
  const char *symbol;     /* Pango markup: "lg <i>M</i><sub>halo</sub>" */
  const char *title;      /* plain name, marked for translation (N_) */
  const char *tooltip;    /* one or two sentences, marked for translation */
} SlParamLabel;
/* Row of a parameter; never NULL for a valid id. */
const SlParamLabel *sl_param_label (SlParamId id);
/* The same for a dust law, which may mean something else by the parameter, and for the galaxy's law. */
const SlParamLabel *sl_param_label_by_law (SlDustLaw law, SlParamId id);
const SlParamLabel *sl_param_label_of (const SlGalaxy *galaxy, SlParamId id);

typedef struct {
  const char *name;       /* name of the widget and key in settings: "halo" */
  const char *title;      /* "Halo growth", marked for translation */
} SlParamGroupLabel;
const SlParamGroupLabel *sl_param_group_label (SlParamGroup group);
