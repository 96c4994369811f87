/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pins: galaxies to compare with. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/session/sl-session-private.h"

typedef SlSessionSnapshot Snapshot;

gboolean
sl_session_desk_same_pins (const SlSessionDesk *a, const SlSessionDesk *b)
{
  if (a->n_pins != b->n_pins || a->differences != b->differences)
    return FALSE;
  for (guint i = 0; i < a->n_pins; i++)
    if (strcmp (a->pin[i].name, b->pin[i].name) != 0 || a->pin[i].shown != b->pin[i].shown
        || !sl_session_same_galaxy (&a->pin[i].galaxy, &b->pin[i].galaxy))
      return FALSE;
  return TRUE;
}

gboolean
sl_session_pin_set_name (SlSessionPin *pin, const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1), *line = NULL;
  gsize n;

  for (char *c = valid; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  line = g_strdup (g_strstrip (valid));
  /* Cut between characters. */
  for (n = strlen (line); n >= sizeof pin->name;)
    n = (gsize) (g_utf8_find_prev_char (line, line + n) - line);
  if (n == 0)
    return FALSE;
  memset (pin->name, 0, sizeof pin->name);
  memcpy (pin->name, line, n);
  return TRUE;
}

void
sl_session_pin_give_letter (const SlSessionDesk *desk, SlSessionPin *pin)
{
  for (char letter[2] = "A"; *letter <= 'Z'; (*letter)++)
    {
      gboolean taken = FALSE;

      for (guint i = 0; i < desk->n_pins; i++)
        taken |= strcmp (desk->pin[i].name, letter) == 0;
      if (taken)
        continue;
      sl_session_pin_set_name (pin, letter);
      return;
    }
}

int
sl_session_pin (SlSession *self)
{
  g_autofree char *title = NULL;
  Snapshot next;
  SlSessionPin *pin;

  g_return_val_if_fail (SL_IS_SESSION (self), -1);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  if (next.desk.n_pins == SL_SESSION_MAX_PINS)
    {
      g_autofree char *text = g_strdup_printf (_ ("At most %d galaxies can be pinned: remove one first"),
                                               SL_SESSION_MAX_PINS);

      sl_session_tell (self, text);
      return -1;
    }
  pin = &next.desk.pin[next.desk.n_pins];
  memset (pin, 0, sizeof *pin);
  sl_session_pin_give_letter (&next.desk, pin);
  pin->galaxy = next.galaxy;
  pin->shown = TRUE;
  next.desk.n_pins++;
  title = g_strdup_printf (_ ("Pin “%s”"), pin->name);
  sl_session_change (self, &next, title);
  return (int) next.desk.n_pins - 1;
}

guint
sl_session_n_pins (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), 0);
  return self->state.desk.n_pins;
}

const SlSessionPin *
sl_session_get_pin (SlSession *self, guint i)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return i < self->state.desk.n_pins ? &self->state.desk.pin[i] : NULL;
}

void
sl_session_rename_pin (SlSession *self, guint i, const char *name)
{
  g_autofree char *title = NULL;
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self) && name != NULL);
  g_return_if_fail (i < self->state.desk.n_pins);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  if (!sl_session_pin_set_name (&next.desk.pin[i], name))
    return;
  title = g_strdup_printf (_ ("Rename pin to “%s”"), next.desk.pin[i].name);
  sl_session_change (self, &next, title);
}

void
sl_session_show_pin (SlSession *self, guint i, gboolean shown)
{
  g_autofree char *title = NULL;
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail (i < self->state.desk.n_pins);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  next.desk.pin[i].shown = !!shown;
  title = g_strdup_printf (shown ? _ ("Show pin “%s”") : _ ("Hide pin “%s”"),
                           next.desk.pin[i].name);
  sl_session_change (self, &next, title);
}

void
sl_session_swap_pin (SlSession *self, guint i)
{
  g_autofree char *title = NULL;
  Snapshot next;
  SlGalaxy galaxy;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail (i < self->state.desk.n_pins);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  galaxy = next.galaxy;
  next.galaxy = next.desk.pin[i].galaxy;
  next.desk.pin[i].galaxy = galaxy;
  title = g_strdup_printf (_ ("Swap with pin “%s”"), next.desk.pin[i].name);
  sl_session_change (self, &next, title);
}

void
sl_session_remove_pin (SlSession *self, guint i)
{
  g_autofree char *title = NULL;
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail (i < self->state.desk.n_pins);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  title = g_strdup_printf (_ ("Remove pin “%s”"), next.desk.pin[i].name);
  memmove (&next.desk.pin[i], &next.desk.pin[i + 1], (next.desk.n_pins - i - 1) * sizeof next.desk.pin[0]);
  next.desk.n_pins--;
  sl_session_change (self, &next, title);
}

void
sl_session_remove_all_pins (SlSession *self)
{
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  next.desk.n_pins = 0;
  sl_session_change (self, &next, _ ("Remove all pins"));
}

void
sl_session_set_differences (SlSession *self, gboolean differences)
{
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  next.desk.differences = !!differences;
  sl_session_change (self, &next, _ ("Differences from pins"));
}

gboolean
sl_session_get_differences (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);
  return self->state.desk.differences;
}
