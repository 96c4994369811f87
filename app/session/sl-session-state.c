/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/sl-session-state.h"

#include <math.h>
#include <string.h>

#include "app/session/sl-session.h"

#define START_FOCUS "rest:LSST/g-r"

void
sl_session_state_init (SlSessionState *self)
{
  SlSessionScene scene;

  memset (self, 0, sizeof *self);
  sl_session_scene_find (SL_SESSION_START_PRESET, &scene);
  g_strlcpy (self->preset, SL_SESSION_START_PRESET, sizeof self->preset);
  self->galaxy = scene.galaxy;
  self->gradient = SL_PARAM_LG_QT;
  g_strlcpy (self->focus, START_FOCUS, sizeof self->focus);
  self->follow = TRUE;
  sl_session_layout_init (&self->desk.layout);
}

static void
set_clamped (SlGalaxy *galaxy, SlParamId id, double value)
{
  double lo, hi;

  sl_galaxy_range (galaxy, id, NULL, &lo, &hi);
  galaxy->value[id] = CLAMP (value, lo, hi);
}

int
sl_session_state_push (SlGalaxy *galaxy, SlParamId kept)
{
  for (guint i = 0; sl_param_order (i); i++)
    {
      SlParamId lower = sl_param_order (i)->lower, upper = sl_param_order (i)->upper;
      double margin = sl_param_order (i)->kept;

      if (kept == lower && galaxy->value[upper] < galaxy->value[lower] + margin)
        {
          set_clamped (galaxy, upper, galaxy->value[lower] + margin);
          return (int) upper;
        }
      if (kept == upper && galaxy->value[lower] > galaxy->value[upper] - margin)
        {
          set_clamped (galaxy, lower, galaxy->value[upper] - margin);
          return (int) lower;
        }
    }
  return -1;
}

/* Whether the model accepts the edges or the table that this value of an option uses. */
static gboolean
usable (const SlGalaxy *galaxy, SlOptionId id, guint value)
{
  SlGalaxy alone;

  sl_galaxy_init (&alone);
  sl_galaxy_copy_options (&alone, galaxy);
  alone.metals = SL_METALS_AGE;
  sl_galaxy_set_option (&alone, id, value);
  return sl_galaxy_check (&alone, TRUE, NULL);
}

void
sl_session_state_make_valid (SlGalaxy *galaxy)
{
  SlGalaxy plain;

  sl_galaxy_init (&plain);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_galaxy_option (galaxy, i) >= sl_option_info (i)->n_values)
      sl_galaxy_set_option (galaxy, i, sl_galaxy_option (&plain, i));
  if (!usable (galaxy, SL_OPTION_SFH_FORM, SL_SFH_CONTINUITY))
    memcpy (galaxy->sfh_edges, plain.sfh_edges, sizeof plain.sfh_edges);
  if (galaxy->sfh_table && !usable (galaxy, SL_OPTION_SFH_FORM, SL_SFH_TABLE))
    galaxy->sfh_table = NULL;
  if (galaxy->sfh_form == SL_SFH_TABLE && !galaxy->sfh_table)
    galaxy->sfh_form = plain.sfh_form;
  if (galaxy->metals_table && !usable (galaxy, SL_OPTION_METALS, SL_METALS_TABLE))
    galaxy->metals_table = NULL;
  if (galaxy->metals == SL_METALS_TABLE && !galaxy->metals_table)
    galaxy->metals = plain.metals;
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      double def;

      sl_galaxy_range (galaxy, i, &def, NULL, NULL);
      set_clamped (galaxy, i, isfinite (galaxy->value[i]) ? galaxy->value[i] : def);
    }
  for (guint i = 0; sl_param_order (i); i++)
    sl_session_state_push (galaxy, sl_param_order (i)->lower);
}

SlParamId
sl_session_state_gradient (const SlGalaxy *galaxy, SlParamId requested)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (galaxy->sfh_form);

  if (sl_galaxy_uses (galaxy, requested))
    return requested;
  if (sl_galaxy_uses (galaxy, SL_PARAM_LG_QT))
    return SL_PARAM_LG_QT;
  /* The first parameter is a mass, which does not change colours; the second a time or a slope. */
  return form->n_params > 1 ? form->params[1] : SL_PARAM_AV_OLD;
}

guint
sl_session_state_line (SlSessionState *self, const char *name)
{
  guint i = 0;

  while (i < self->n_lines && strcmp (self->line[i], name) != 0)
    i++;
  if (i < self->n_lines || i == SL_MAX_LINES)
    return i;
  self->line[self->n_lines++] = g_intern_string (name);
  return i;
}

gboolean
sl_session_state_line_off (const SlGalaxy *galaxy, guint line)
{
  return galaxy->lines_off[line / 64] >> line % 64 & 1;
}
