/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plots and their layout. Kinds and choices are names, so that files are independent of the tables' order. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/session/sl-session-private.h"

static const SlTilingInfo tiling_table[SL_N_TILINGS] = {
  [SL_TILING_AUTO] = { "auto", N_ ("Automatic"), 6, FALSE, 0, FALSE },
  [SL_TILING_ONE] = { "one", N_ ("One"), 1, TRUE, 1, FALSE },
  [SL_TILING_TWO] = { "two", N_ ("Two side by side"), 2, TRUE, 2, FALSE },
  [SL_TILING_FOUR] = { "four", N_ ("Two by two"), 4, TRUE, 2, FALSE },
  [SL_TILING_SIX] = { "six", N_ ("Three by two"), 6, TRUE, 3, FALSE },
  [SL_TILING_HERO] = { "hero", N_ ("One across the top"), 6, FALSE, 3, TRUE },
};

static const char *const default_figures[] = { "sed", "sfh", "colours", "oiii" };

const SlTilingInfo *
sl_tiling_info (SlTiling tiling)
{
  g_return_val_if_fail ((guint) tiling < SL_N_TILINGS, NULL);
  return &tiling_table[tiling];
}

int
sl_tiling_lookup (const char *name)
{
  for (int i = 0; i < SL_N_TILINGS; i++)
    if (g_strcmp0 (tiling_table[i].name, name) == 0)
      return i;
  return -1;
}

void
sl_session_layout_init (SlSessionLayout *self)
{
  memset (self, 0, sizeof *self);
  self->tiling = SL_TILING_AUTO;
  for (guint i = 0; i < G_N_ELEMENTS (default_figures); i++)
    g_strlcpy (self->tile[self->n_tiles++].figure, default_figures[i], sizeof self->tile[0].figure);
}

gboolean
sl_session_layout_equal (const SlSessionLayout *a, const SlSessionLayout *b)
{
  if (a->tiling != b->tiling || a->n_tiles != b->n_tiles)
    return FALSE;
  for (guint i = 0; i < a->n_tiles; i++)
    if (strcmp (a->tile[i].figure, b->tile[i].figure) != 0
        || strcmp (a->tile[i].choices, b->tile[i].choices) != 0)
      return FALSE;
  return TRUE;
}

guint
sl_session_layout_n_shown (const SlSessionLayout *self)
{
  return MIN (self->n_tiles, tiling_table[self->tiling].n_shown);
}

static gboolean
has_figure (const SlSessionLayout *self, const char *figure)
{
  for (guint i = 0; i < self->n_tiles; i++)
    if (strcmp (self->tile[i].figure, figure) == 0)
      return TRUE;
  return FALSE;
}

void
sl_session_layout_set_tiling (SlSessionLayout *self, SlTiling tiling)
{
  g_return_if_fail ((guint) tiling < SL_N_TILINGS);

  self->tiling = tiling;
  for (guint i = 0; tiling_table[tiling].fixed && self->n_tiles < tiling_table[tiling].n_shown; i++)
    {
      const SlFigureInfo *info = sl_figure_info (i);

      if (info && has_figure (self, info->name))
        continue;
      /* With fewer kinds than tiles the first kind repeats. */
      memset (&self->tile[self->n_tiles], 0, sizeof self->tile[0]);
      g_strlcpy (self->tile[self->n_tiles++].figure, (info ? info : sl_figure_info (0))->name,
                 sizeof self->tile[0].figure);
    }
}

void
sl_session_layout_make_valid (SlSessionLayout *self)
{
  guint n = 0;

  if ((guint) self->tiling >= SL_N_TILINGS)
    self->tiling = SL_TILING_AUTO;
  self->n_tiles = MIN (self->n_tiles, SL_SESSION_MAX_TILES);
  for (guint i = 0; i < self->n_tiles; i++)
    {
      self->tile[i].figure[sizeof self->tile[i].figure - 1] = 0;
      self->tile[i].choices[sizeof self->tile[i].choices - 1] = 0;
      if (self->tile[i].figure[0])
        self->tile[n++] = self->tile[i];
    }
  self->n_tiles = n;
  if (n == 0)
    {
      const SlTiling tiling = self->tiling;

      sl_session_layout_init (self);
      self->tiling = tiling;
    }
  sl_session_layout_set_tiling (self, self->tiling);
}

/* --- one plot ------------------------------------------------------------- */

const SlFigureInfo *
sl_session_tile_info (const SlSessionTile *self)
{
  const SlFigureInfo *info = sl_figure_find (self->figure);

  return info ? info : sl_figure_info (0);
}

/* Splits "name=value"; FALSE for anything else. */
static gboolean
split (const char *pair, char **name, char **value)
{
  const char *equals = strchr (pair, '=');

  *name = *value = NULL;
  if (!equals || equals == pair || !equals[1])
    return FALSE;
  *name = g_strndup (pair, equals - pair);
  *value = g_strdup (equals + 1);
  return TRUE;
}

char *
sl_session_tile_get_choice (const SlSessionTile *self, const char *choice)
{
  g_auto (GStrv) pairs = g_strsplit (self->choices, ";", -1);

  for (guint i = 0; pairs[i]; i++)
    {
      g_autofree char *name = NULL, *value = NULL;

      if (split (pairs[i], &name, &value) && strcmp (name, choice) == 0)
        return g_steal_pointer (&value);
    }
  return NULL;
}

gboolean
sl_session_tile_set_choice (SlSessionTile *self, const char *choice, const char *value)
{
  g_auto (GStrv) pairs = g_strsplit (self->choices, ";", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (choice != NULL, FALSE);

  if (!*choice || strpbrk (choice, "=;") || (value && (!*value || strpbrk (value, "=;"))))
    return FALSE;
  for (guint i = 0; pairs[i]; i++)
    {
      g_autofree char *name = NULL, *old = NULL;

      if (split (pairs[i], &name, &old) && strcmp (name, choice) != 0)
        g_string_append_printf (text, "%s%s", text->len ? ";" : "", pairs[i]);
    }
  if (value)
    g_string_append_printf (text, "%s%s=%s", text->len ? ";" : "", choice, value);
  if (text->len >= sizeof self->choices)
    return FALSE;
  /* Tiles are compared by bytes: the rest stays zero. */
  memset (self->choices, 0, sizeof self->choices);
  memcpy (self->choices, text->str, text->len);
  return TRUE;
}

void
sl_session_tile_fill_choices (const SlSessionTile *self, guint8 choice[SL_FIGURE_MAX_CHOICES])
{
  const SlFigureInfo *info = sl_session_tile_info (self);

  memset (choice, 0, SL_FIGURE_MAX_CHOICES);
  /* An unknown kind is shown as the first one, without choices. */
  if (!info->choices || strcmp (info->name, self->figure) != 0)
    return;
  for (guint i = 0; info->choices[i].name; i++)
    {
      g_autofree char *value = sl_session_tile_get_choice (self, info->choices[i].name);

      for (guint k = 0; value && info->choices[i].values[k].name; k++)
        if (strcmp (info->choices[i].values[k].name, value) == 0)
          choice[i] = (guint8) k;
    }
}

/* --- the session's -------------------------------------------------------- */

const SlSessionLayout *
sl_session_get_layout (SlSession *self)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  return &self->state.desk.layout;
}

void
sl_session_set_layout (SlSession *self, const SlSessionLayout *layout, const char *title)
{
  SlSessionSnapshot next;

  g_return_if_fail (SL_IS_SESSION (self) && layout != NULL && title != NULL);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  next.desk.layout = *layout;
  sl_session_layout_make_valid (&next.desk.layout);
  sl_session_change (self, &next, title);
}

void
sl_session_set_tiling (SlSession *self, SlTiling tiling)
{
  SlSessionLayout layout;

  g_return_if_fail (SL_IS_SESSION (self) && (guint) tiling < SL_N_TILINGS);

  layout = self->state.desk.layout;
  sl_session_layout_set_tiling (&layout, tiling);
  sl_session_set_layout (self, &layout, _ ("Plot layout"));
}

void
sl_session_set_tile (SlSession *self, guint i, const char *figure)
{
  SlSessionLayout layout;
  const SlFigureInfo *info;

  g_return_if_fail (SL_IS_SESSION (self) && figure != NULL);

  layout = self->state.desk.layout;
  g_return_if_fail (i < SL_SESSION_MAX_TILES && i <= layout.n_tiles);
  /* The same kind keeps its choices. */
  if (i < layout.n_tiles && strcmp (layout.tile[i].figure, figure) == 0)
    return;
  memset (&layout.tile[i], 0, sizeof layout.tile[i]);
  g_strlcpy (layout.tile[i].figure, figure, sizeof layout.tile[i].figure);
  layout.n_tiles = MAX (layout.n_tiles, i + 1);
  info = sl_session_tile_info (&layout.tile[i]);
  sl_session_set_layout (self, &layout, _ (info->title));
}

void
sl_session_set_tile_choice (SlSession *self, guint i, const char *choice, const char *value)
{
  SlSessionLayout layout;
  const SlFigureInfo *info;
  const char *title;

  g_return_if_fail (SL_IS_SESSION (self) && choice != NULL);

  layout = self->state.desk.layout;
  g_return_if_fail (i < layout.n_tiles);
  info = sl_session_tile_info (&layout.tile[i]);
  title = info->title;
  for (const SlFigureChoice *c = info->choices; c && c->name; c++)
    if (strcmp (c->name, choice) == 0)
      title = c->title;
  if (sl_session_tile_set_choice (&layout.tile[i], choice, value))
    sl_session_set_layout (self, &layout, _ (title));
}

void
sl_session_remove_tile (SlSession *self, guint i)
{
  SlSessionLayout layout;

  g_return_if_fail (SL_IS_SESSION (self));

  layout = self->state.desk.layout;
  g_return_if_fail (i < layout.n_tiles);
  /* One plot stays, and a fixed tiling keeps its number. */
  if (layout.n_tiles == 1
      || (tiling_table[layout.tiling].fixed && layout.n_tiles <= tiling_table[layout.tiling].n_shown))
    return;
  memmove (&layout.tile[i], &layout.tile[i + 1], (layout.n_tiles - i - 1) * sizeof layout.tile[0]);
  layout.n_tiles--;
  sl_session_set_layout (self, &layout, _ ("Remove plot"));
}
