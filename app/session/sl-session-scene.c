/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes of a session: galaxies with pins, plots and a caption. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/session/sl-session-private.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-text-quote.h"

/* Light of galaxies from here on is not seen where it was emitted: spectra have observed wavelengths. */
#define FAR_REDSHIFT 1.0

static SlSessionSceneMaker maker;

void
sl_session_scene_set_maker (SlSessionSceneMaker make)
{
  maker = make;
}

void
sl_session_scene_init (SlSessionScene *self)
{
  memset (self, 0, sizeof *self);
  sl_galaxy_init (&self->galaxy);
  sl_session_layout_init (&self->layout);
  self->gradient = -1;
}

/* Makes the content of a table or a caller valid. */
static void
make_valid (SlSessionScene *scene)
{
  SlSessionDesk named = { .n_pins = 0 };

  sl_session_state_make_valid (&scene->galaxy);
  memset (scene->galaxy.lines_off, 0, sizeof scene->galaxy.lines_off);
  scene->n_pins = MIN (scene->n_pins, SL_SESSION_MAX_PINS);
  scene->differences = !!scene->differences;
  for (guint i = 0; i < scene->n_pins; i++)
    {
      SlSessionPin *pin = &scene->pin[i];
      g_autofree char *name = g_strndup (pin->name, sizeof pin->name - 1);

      sl_session_state_make_valid (&pin->galaxy);
      memset (pin->galaxy.lines_off, 0, sizeof pin->galaxy.lines_off);
      pin->shown = !!pin->shown;
      if (!sl_session_pin_set_name (pin, name))
        sl_session_pin_give_letter (&named, pin);
      named.pin[named.n_pins++] = *pin;
    }
  sl_session_layout_make_valid (&scene->layout);
}

gboolean
sl_session_scene_find (const char *name, SlSessionScene *scene)
{
  g_return_val_if_fail (scene != NULL, FALSE);

  sl_session_scene_init (scene);
  if (name && maker && maker (name, scene))
    {
      g_strlcpy (scene->name, name, sizeof scene->name);
      make_valid (scene);
      return TRUE;
    }
  sl_session_scene_init (scene);
  for (guint i = 0; i < sl_preset_count (); i++)
    if (g_strcmp0 (sl_preset_info (i)->name, name) == 0)
      {
        const SlPresetInfo *info = sl_preset_info (i);

        g_strlcpy (scene->name, name, sizeof scene->name);
        sl_text_copy (scene->title, _ (info->title), sizeof scene->title);
        if (info->look)
          {
            g_snprintf (scene->caption, sizeof scene->caption, "%s %s", _ (info->description),
                        _ (info->look));
            scene->gradient = (int) info->vary;
          }
        if (!sl_preset_apply (name, &scene->galaxy))
          return FALSE;
        scene->observed = scene->galaxy.value[SL_PARAM_REDSHIFT] >= FAR_REDSHIFT;
        return TRUE;
      }
  return FALSE;
}

/* Scenes that no table has are kept by name as long as the session, for undo. */
static SlSessionScene *
find_own (SlSession *self, const char *name)
{
  for (guint i = 0; i < self->scenes->len; i++)
    if (strcmp (((SlSessionScene *) self->scenes->pdata[i])->name, name) == 0)
      return self->scenes->pdata[i];
  return NULL;
}

static void
set_numerics (SlSessionScene *scene, SlNumerics numerics)
{
  scene->galaxy.numerics = numerics;
  for (guint i = 0; i < scene->n_pins; i++)
    scene->pin[i].galaxy.numerics = numerics;
}

void
sl_session_scene_take (SlSession *self, const char *name)
{
  const SlSessionScene *own = find_own (self, name);

  if (own)
    self->scene = *own;
  else
    {
      /* An unknown scene leaves the defaults to compare with. */
      sl_session_scene_find (name, &self->scene);
      set_numerics (&self->scene, self->numerics);
    }
}

void
sl_session_set_numerics (SlSession *self, SlNumerics numerics)
{
  g_return_if_fail (SL_IS_SESSION (self) && (guint) numerics < SL_N_NUMERICS);

  self->numerics = numerics;
  if (!find_own (self, self->scene.name))
    set_numerics (&self->scene, numerics);
}

gboolean
sl_session_scene_changed (SlSession *self)
{
  const SlSessionScene *scene = &self->scene;
  const SlSessionDesk *desk = &self->state.desk;

  if (!sl_session_same_galaxy (&self->state.galaxy, &scene->galaxy))
    return TRUE;
  if (scene->has_layout && !sl_session_layout_equal (&desk->layout, &scene->layout))
    return TRUE;
  if (!scene->has_pins)
    return FALSE;
  if (desk->n_pins != scene->n_pins || desk->differences != scene->differences)
    return TRUE;
  for (guint i = 0; i < scene->n_pins; i++)
    if (strcmp (desk->pin[i].name, scene->pin[i].name) != 0 || desk->pin[i].shown != scene->pin[i].shown
        || !sl_session_same_galaxy (&desk->pin[i].galaxy, &scene->pin[i].galaxy))
      return TRUE;
  return FALSE;
}

void
sl_session_scene_fill (SlSession *self, const SlSessionScene *scene, SlSessionSnapshot *next)
{
  next->galaxy = scene->galaxy;
  sl_session_locks_hold (self, &next->galaxy);
  if (scene->has_pins)
    {
      next->desk.n_pins = scene->n_pins;
      next->desk.differences = scene->differences;
      memcpy (next->desk.pin, scene->pin, sizeof scene->pin);
    }
  if (scene->has_layout)
    next->desk.layout = scene->layout;
  for (guint i = 0; i < next->desk.layout.n_tiles && scene->observed; i++)
    if (strcmp (next->desk.layout.tile[i].figure, "sed") == 0)
      sl_session_tile_set_choice (&next->desk.layout.tile[i], "frame", "observed");
}

void
sl_session_apply_scene (SlSession *self, const SlSessionScene *scene)
{
  SlSessionScene valid, known;
  SlSessionSnapshot next;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail (scene != NULL && scene->name[0]);

  sl_session_end_drag (self);
  valid = *scene;
  make_valid (&valid);
  if (find_own (self, valid.name))
    *find_own (self, valid.name) = valid;
  else if (!sl_session_scene_find (valid.name, &known))
    g_ptr_array_add (self->scenes, g_memdup2 (&valid, sizeof valid));
  /* What a step of undo would not bring back after the program has ended. */
  if (self->state.document || (valid.has_pins && self->state.desk.n_pins > 0))
    sl_session_keep_aside (self);
  sl_session_snapshot (self, &next);
  sl_session_scene_fill (self, &valid, &next);
  memcpy (next.preset, valid.name, sizeof next.preset);
  if (valid.gradient >= 0 || valid.focus[0] || self->state.document)
    {
      sl_session_get_look (self, &next.look);
      /* Another galaxy is not the file's: saving asks for a name. */
      next.look.document = NULL;
      if (valid.gradient >= 0 && valid.gradient < SL_N_PARAMS)
        {
          next.look.gradient = valid.gradient;
          next.look.tied = valid.tied;
          sl_param_set_remove (&next.look.tied, valid.gradient);
          next.look.more_gradients = valid.more_gradients;
        }
      if (valid.focus[0])
        memcpy (next.look.focus, valid.focus, sizeof next.look.focus);
    }
  sl_session_change (self, &next, valid.title[0] ? valid.title : valid.name);
}

gboolean
sl_session_apply_preset (SlSession *self, const char *name)
{
  SlSessionScene scene;
  const SlSessionScene *own;

  g_return_val_if_fail (SL_IS_SESSION (self) && name != NULL, FALSE);

  if ((own = find_own (self, name)))
    scene = *own;
  else if (!sl_session_scene_find (name, &scene))
    return FALSE;
  else
    set_numerics (&scene, self->numerics);
  sl_session_apply_scene (self, &scene);
  return TRUE;
}

const SlSessionScene *
sl_session_get_scene (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return &self->scene;
}
