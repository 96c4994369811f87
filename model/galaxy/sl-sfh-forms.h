/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-parameters.h"

/* SL_SFH_DIFFSTAR, SL_SFH_TAU, ...: the entries of sl-sfh-form-list.h. */
typedef enum {
#define SL_SFH_FORM(id, ...) SL_SFH_##id,
#include "model/sfh/forms/sl-sfh-form-list.h"
  SL_N_SFH_FORMS
} SlSfhFormId;

typedef struct {
  const char *name;       /* key in files: "diffstar" */
  const char *title;      /* marked for translation */
  guint n_params;
  /* (n_params) those of this form, in the order of its formula; SL_MAX_SFH_PARAMS at most */
  const SlParamId *params;
} SlSfhFormInfo;
#define SL_MAX_SFH_PARAMS 16

const SlSfhFormInfo *sl_sfh_form_info (SlSfhFormId id);
/* The forms that have the parameter: bit i for form i; 0: it belongs to none in particular. Thread: any. */
guint32 sl_sfh_forms_with (SlParamId param);

/* Where a form gives a parameter another meaning, and so another range. */
typedef struct {
  SlSfhFormId form;
  SlParamId param;
  double def, lo, hi;
} SlSfhFormRange;
/* NULL where the form has the parameter's own range. */
const SlSfhFormRange *sl_sfh_form_range (SlSfhFormId id, SlParamId param);
