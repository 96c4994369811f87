/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pins, plots and scenes; and long random sequences of changes, undo and redo. */
#include <string.h>

#include "model/galaxy/sl-presets.h"
#include "tests/app/session/session.h"

typedef struct {
  SlGalaxy galaxy;
  SlParamSet locks;
  char preset[48];
  gboolean differences;
  guint n_pins;
  SlSessionPin pin[SL_SESSION_MAX_PINS];
  SlSessionLayout layout;
} Shot;

static void
shoot (SlSession *session, Shot *shot)
{
  memset (shot, 0, sizeof *shot);
  shot->galaxy = *sl_session_get_galaxy (session);
  shot->locks = sl_session_get_locks (session);
  g_strlcpy (shot->preset, sl_session_get_preset (session), sizeof shot->preset);
  shot->differences = sl_session_get_differences (session);
  shot->n_pins = sl_session_n_pins (session);
  for (guint i = 0; i < shot->n_pins; i++)
    shot->pin[i] = *sl_session_get_pin (session, i);
  shot->layout = *sl_session_get_layout (session);
}

static void
assert_same_galaxy (const SlGalaxy *a, const SlGalaxy *b)
{
  g_assert_cmpmem (a->value, sizeof a->value, b->value, sizeof b->value);
  g_assert_true (sl_galaxy_same_options (a, b));
}

static void
assert_same (const Shot *a, const Shot *b)
{
  assert_same_galaxy (&a->galaxy, &b->galaxy);
  g_assert_true (sl_param_set_equal (a->locks, b->locks));
  g_assert_cmpstr (a->preset, ==, b->preset);
  g_assert_cmpint (a->differences, ==, b->differences);
  g_assert_cmpuint (a->n_pins, ==, b->n_pins);
  for (guint i = 0; i < a->n_pins; i++)
    {
      g_assert_cmpstr (a->pin[i].name, ==, b->pin[i].name);
      g_assert_cmpint (a->pin[i].shown, ==, b->pin[i].shown);
      assert_same_galaxy (&a->pin[i].galaxy, &b->pin[i].galaxy);
    }
  g_assert_cmpint (a->layout.tiling, ==, b->layout.tiling);
  g_assert_cmpuint (a->layout.n_tiles, ==, b->layout.n_tiles);
  for (guint i = 0; i < a->layout.n_tiles; i++)
    {
      g_assert_cmpstr (a->layout.tile[i].figure, ==, b->layout.tile[i].figure);
      g_assert_cmpstr (a->layout.tile[i].choices, ==, b->layout.tile[i].choices);
    }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

#define NAME(i) (sl_session_get_pin (f->session, i)->name)

static void
test_pins (Fixture *f, gconstpointer data)
{
  guint n = 0;

  g_signal_connect_swapped (f->session, "pins-changed", G_CALLBACK (count_cb), &n);
  g_assert_null (sl_session_get_pin (f->session, 0));
  g_assert_cmpint (sl_session_pin (f->session), ==, 0);
  SET (LOGM0, 13);
  g_assert_cmpint (sl_session_pin (f->session), ==, 1);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (NAME (0), ==, "A");
  g_assert_cmpstr (NAME (1), ==, "B");
  g_assert_true (sl_session_get_pin (f->session, 1)->shown);
  g_assert_cmpfloat (sl_session_get_pin (f->session, 0)->galaxy.value[SL_PARAM_LOGM0], ==, 12);
  g_assert_cmpfloat (sl_session_get_pin (f->session, 1)->galaxy.value[SL_PARAM_LOGM0], ==, 13);
  /* A preset does not change pins. */
  SET (LOGM0, 12);
  g_assert_false (sl_session_get_changed (f->session));
  g_assert_true (sl_session_apply_preset (f->session, "main-sequence"));
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 2);
  /* Free letters are used again. */
  sl_session_remove_pin (f->session, 0);
  g_assert_cmpstr (NAME (0), ==, "B");
  g_assert_cmpint (sl_session_pin (f->session), ==, 1);
  g_assert_cmpstr (NAME (1), ==, "A");
  g_assert_cmpstr (sl_session_get_undo_title (f->session), ==, "Pin “A”");
  while (sl_session_n_pins (f->session) < SL_SESSION_MAX_PINS)
    g_assert_cmpint (sl_session_pin (f->session), >=, 0);
  f->n_messages = 0;
  g_assert_cmpint (sl_session_pin (f->session), ==, -1);
  g_assert_cmpuint (f->n_messages, ==, 1);
  sl_session_remove_all_pins (f->session);
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 0);
  sl_session_undo (f->session);
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, SL_SESSION_MAX_PINS);
  /* Removing no pins is no step. */
  sl_session_redo (f->session);
  sl_session_undo (f->session);
  n = 0;
  sl_session_set_differences (f->session, TRUE);
  g_assert_true (sl_session_get_differences (f->session));
  g_assert_cmpuint (n, ==, 1);
  sl_session_undo (f->session);
  g_assert_false (sl_session_get_differences (f->session));
}

static void
test_names (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) long_name = g_string_new (NULL);

  sl_session_pin (f->session);
  sl_session_rename_pin (f->session, 0, " two\nwords ");
  g_assert_cmpstr (NAME (0), ==, "two words");
  sl_session_rename_pin (f->session, 0, " \t ");
  g_assert_cmpstr (NAME (0), ==, "two words");
  sl_session_rename_pin (f->session, 0, "\xff\xfe");
  g_assert_true (g_utf8_validate (NAME (0), -1, NULL));
  /* Cut between letters. */
  for (guint i = 0; i < 40; i++)
    g_string_append (long_name, "€");
  sl_session_rename_pin (f->session, 0, long_name->str);
  g_assert_true (g_utf8_validate (NAME (0), -1, NULL));
  g_assert_cmpuint (strlen (NAME (0)), ==, 45);
  while (sl_session_undo (f->session))
    ;
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 0);
}

static void
test_swap (Fixture *f, gconstpointer data)
{
  Shot before, swapped, after;

  sl_session_pin (f->session);
  SET (LOGM0, 13);
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_TAU);
  shoot (f->session, &before);
  f->options = FALSE;
  sl_session_swap_pin (f->session, 0);
  g_assert_true (f->options);
  shoot (f->session, &swapped);
  assert_same_galaxy (&swapped.galaxy, &before.pin[0].galaxy);
  assert_same_galaxy (&swapped.pin[0].galaxy, &before.galaxy);
  g_assert_true (sl_session_undo (f->session));
  shoot (f->session, &after);
  assert_same (&before, &after);
  g_assert_true (sl_session_redo (f->session));
  shoot (f->session, &after);
  assert_same (&swapped, &after);
  /* Swapping twice restores the galaxy. */
  sl_session_swap_pin (f->session, 0);
  shoot (f->session, &after);
  assert_same (&before, &after);
  /* Swapping equal galaxies is no step. */
  sl_session_remove_all_pins (f->session);
  sl_session_pin (f->session);
  g_assert_nonnull (strstr (sl_session_get_undo_title (f->session), "Pin"));
  sl_session_swap_pin (f->session, 0);
  g_assert_true (g_str_has_prefix (sl_session_get_undo_title (f->session), "Pin"));
}

static void
test_lines_of_pins (Fixture *f, gconstpointer data)
{
  static const char *const first[] = { "a", "b", "c", NULL }, *const second[] = { "c", "x", "a", NULL };

  sl_session_set_line_names (f->session, first, 3);
  sl_session_set_line (f->session, 2, FALSE);
  sl_session_pin (f->session);
  sl_session_set_line (f->session, 2, TRUE);
  sl_session_set_line (f->session, 1, FALSE);
  sl_session_set_line_names (f->session, second, 3);
  g_assert_cmpuint (sl_session_get_pin (f->session, 0)->galaxy.lines_off[0], ==, 1);
  /* A line that this library lacks stays off for one that has it. */
  sl_session_undo (f->session);
  sl_session_redo (f->session);
  sl_session_set_line_names (f->session, first, 3);
  g_assert_cmpuint (sl_session_get_galaxy (f->session)->lines_off[0], ==, 2);
  g_assert_cmpuint (sl_session_get_pin (f->session, 0)->galaxy.lines_off[0], ==, 4);
}

static void
test_layout (Fixture *f, gconstpointer data)
{
  SlSessionLayout layout = *sl_session_get_layout (f->session);
  guint n = 0;

  g_signal_connect_swapped (f->session, "layout-changed", G_CALLBACK (count_cb), &n);
  g_assert_cmpuint (layout.n_tiles, ==, 4);
  g_assert_cmpstr (layout.tile[0].figure, ==, "sed");
  g_assert_cmpint (layout.tiling, ==, SL_TILING_AUTO);
  sl_session_set_tiling (f->session, SL_TILING_TWO);
  g_assert_cmpuint (sl_session_layout_n_shown (sl_session_get_layout (f->session)), ==, 2);
  g_assert_cmpuint (f->n_changed, ==, 0);
  sl_session_set_tiling (f->session, SL_TILING_SIX);
  g_assert_cmpuint (sl_session_layout_n_shown (sl_session_get_layout (f->session)), ==, 6);
  sl_session_remove_tile (f->session, 0);
  g_assert_cmpuint (sl_session_get_layout (f->session)->n_tiles, ==, 6);
  sl_session_set_tiling (f->session, SL_TILING_HERO);
  sl_session_set_tile_choice (f->session, 1, "unit", "ab");
  sl_session_remove_tile (f->session, 0);
  g_assert_cmpuint (sl_session_get_layout (f->session)->n_tiles, ==, 5);
  g_assert_cmpstr (sl_session_get_layout (f->session)->tile[0].figure, ==, "sfh");
  g_assert_cmpstr (sl_session_get_layout (f->session)->tile[0].choices, ==, "unit=ab");
  sl_session_set_tile (f->session, 0, "sfh");
  g_assert_cmpstr (sl_session_get_layout (f->session)->tile[0].choices, ==, "unit=ab");
  sl_session_set_tile (f->session, 0, "oiii");
  g_assert_cmpstr (sl_session_get_layout (f->session)->tile[0].choices, ==, "");
  g_assert_cmpuint (n, ==, 6);
  while (sl_session_undo (f->session))
    ;
  g_assert_true (sl_session_layout_equal (sl_session_get_layout (f->session), &layout));
  /* An unknown kind keeps its name; another kind is shown. */
  g_strlcpy (layout.tile[0].figure, "from-the-future", sizeof layout.tile[0].figure);
  sl_session_set_layout (f->session, &layout, "Layout");
  g_assert_cmpstr (sl_session_get_layout (f->session)->tile[0].figure, ==, "from-the-future");
  g_assert_true (sl_session_tile_info (&sl_session_get_layout (f->session)->tile[0]) == sl_figure_info (0));
  /* An invalid layout is made valid. */
  layout.n_tiles = 99;
  layout.tiling = 77;
  sl_session_set_layout (f->session, &layout, "Layout");
  g_assert_cmpint (sl_session_get_layout (f->session)->tiling, ==, SL_TILING_AUTO);
  layout.n_tiles = 0;
  sl_session_set_layout (f->session, &layout, "Layout");
  g_assert_cmpuint (sl_session_get_layout (f->session)->n_tiles, ==, 4);
}

static void
test_tilings (void)
{
  for (int i = 0; i < SL_N_TILINGS; i++)
    {
      SlSessionLayout layout;

      g_assert_cmpint (sl_tiling_lookup (sl_tiling_info (i)->name), ==, i);
      sl_session_layout_init (&layout);
      sl_session_layout_set_tiling (&layout, i);
      g_assert_cmpuint (sl_session_layout_n_shown (&layout), <=, sl_tiling_info (i)->n_shown);
      if (sl_tiling_info (i)->fixed)
        g_assert_cmpuint (sl_session_layout_n_shown (&layout), ==, sl_tiling_info (i)->n_shown);
    }
  g_assert_cmpint (sl_tiling_lookup ("no such"), ==, -1);
  g_assert_cmpint (sl_tiling_lookup (NULL), ==, -1);
}

static void
test_choices (void)
{
  SlSessionTile tile = { .figure = "sed" };
  g_autoptr (GString) words = g_string_new (NULL);
  guint8 choice[SL_FIGURE_MAX_CHOICES];
  char *value;

  g_assert_true (sl_session_tile_set_choice (&tile, "quantity", "ab"));
  g_assert_true (sl_session_tile_set_choice (&tile, "frame", "observed"));
  g_assert_true (sl_session_tile_set_choice (&tile, "quantity", "flambda"));
  g_assert_cmpstr (tile.choices, ==, "frame=observed;quantity=flambda");
  value = sl_session_tile_get_choice (&tile, "quantity");
  g_assert_cmpstr (value, ==, "flambda");
  g_free (value);
  g_assert_null (sl_session_tile_get_choice (&tile, "quant"));
  g_assert_true (sl_session_tile_set_choice (&tile, "frame", NULL));
  g_assert_cmpstr (tile.choices, ==, "quantity=flambda");
  g_assert_false (sl_session_tile_set_choice (&tile, "a=b", "c"));
  g_assert_false (sl_session_tile_set_choice (&tile, "a", "b;c"));
  g_assert_false (sl_session_tile_set_choice (&tile, "a", ""));
  for (guint i = 0; i < sizeof tile.choices; i++)
    g_string_append_c (words, 'x');
  g_assert_false (sl_session_tile_set_choice (&tile, "a", words->str));
  g_assert_cmpstr (tile.choices, ==, "quantity=flambda");
  /* Every value of every choice of every kind. */
  for (guint i = 0; i < sl_figure_count (); i++)
    for (const SlFigureChoice *c = sl_figure_info (i)->choices; c && c->name; c++)
      for (guint k = 0; c->values[k].name; k++)
        {
          SlSessionTile one = { .figure = "" };

          g_strlcpy (one.figure, sl_figure_info (i)->name, sizeof one.figure);
          g_assert_true (sl_session_tile_set_choice (&one, c->name, c->values[k].name));
          sl_session_tile_fill_choices (&one, choice);
          g_assert_cmpuint (choice[c - sl_figure_info (i)->choices], ==, k);
        }
  g_strlcpy (tile.choices, ";;=x;y=;unheard=of;=", sizeof tile.choices);
  sl_session_tile_fill_choices (&tile, choice);
  for (guint i = 0; i < SL_FIGURE_MAX_CHOICES; i++)
    g_assert_cmpuint (choice[i], ==, 0);
}

/* --- scenes --------------------------------------------------------------- */

/* A figure of a paper: two variants, two plots. */
static gboolean
make_scene (const char *name, SlSessionScene *scene)
{
  if (strcmp (name, "test-figure") != 0)
    return FALSE;
  g_strlcpy (scene->title, "Figure 3", sizeof scene->title);
  g_strlcpy (scene->caption, "What quenching does.", sizeof scene->caption);
  scene->galaxy.value[SL_PARAM_LOGM0] = 12.5;
  scene->has_pins = TRUE;
  scene->n_pins = 2;
  for (guint i = 0; i < 2; i++)
    {
      scene->pin[i].galaxy = scene->galaxy;
      scene->pin[i].galaxy.value[SL_PARAM_LOGM0] = 11 + i;
      scene->pin[i].shown = TRUE;
    }
  g_strlcpy (scene->pin[1].name, "heavy", sizeof scene->pin[1].name);
  scene->has_layout = TRUE;
  scene->layout.tiling = SL_TILING_TWO;
  scene->gradient = SL_PARAM_AV_OLD;
  scene->more_gradients = sl_param_set_of (SL_PARAM_LOGM0);
  g_strlcpy (scene->focus, "lgsfr", sizeof scene->focus);
  return TRUE;
}

static void
test_scene (Fixture *f, gconstpointer data)
{
  Shot before, after;

  sl_session_scene_set_maker (make_scene);
  SET (LOGM0, 13);
  shoot (f->session, &before);
  g_assert_true (sl_session_apply_preset (f->session, "test-figure"));
  g_assert_cmpstr (sl_session_get_undo_title (f->session), ==, "Figure 3");
  g_assert_cmpstr (sl_session_get_scene (f->session)->caption, ==, "What quenching does.");
  g_assert_cmpstr (NAME (0), ==, "A");
  g_assert_cmpstr (NAME (1), ==, "heavy");
  g_assert_cmpint (sl_session_get_layout (f->session)->tiling, ==, SL_TILING_TWO);
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_AV_OLD);
  g_assert_true (sl_param_set_equal (sl_session_get_more_gradients (f->session),
                                     sl_param_set_of (SL_PARAM_LOGM0)));
  g_assert_cmpstr (sl_session_get_focus (f->session), ==, "lgsfr");
  g_assert_false (sl_session_get_changed (f->session));
  /* One step of undo restores everything, gradients included. */
  g_assert_true (sl_session_undo (f->session));
  shoot (f->session, &after);
  assert_same (&before, &after);
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_LG_QT);
  g_assert_true (sl_param_set_is_empty (sl_session_get_more_gradients (f->session)));
  g_assert_cmpstr (sl_session_get_focus (f->session), ==, "rest:LSST/g-r");
  g_assert_true (sl_session_redo (f->session));
  g_assert_cmpint (sl_session_get_gradient (f->session), ==, SL_PARAM_AV_OLD);
  g_assert_false (sl_session_get_changed (f->session));
  /* For this scene pins and plots count as changes. */
  sl_session_show_pin (f->session, 0, FALSE);
  g_assert_true (sl_session_get_changed (f->session));
  sl_session_reset_all (f->session);
  g_assert_false (sl_session_get_changed (f->session));
  sl_session_set_tiling (f->session, SL_TILING_ONE);
  g_assert_true (sl_session_get_changed (f->session));
  sl_session_undo (f->session);
  g_assert_false (sl_session_get_changed (f->session));
  /* A preset does not change pins and plots. */
  g_assert_true (sl_session_apply_preset (f->session, "quenched"));
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 2);
  g_assert_cmpint (sl_session_get_layout (f->session)->tiling, ==, SL_TILING_TWO);
  g_assert_false (sl_session_get_changed (f->session));
  sl_session_scene_set_maker (NULL);
}

static void
test_scene_given (Fixture *f, gconstpointer data)
{
  SlSessionScene scene;

  sl_session_scene_init (&scene);
  g_strlcpy (scene.name, "mystery", sizeof scene.name);
  scene.galaxy.value[SL_PARAM_LOGM0] = 1e9;
  scene.n_pins = 77;
  sl_session_apply_scene (f->session, &scene);
  g_assert_cmpfloat (VALUE (LOGM0), ==, 15.5);
  g_assert_false (sl_session_get_changed (f->session));
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 0);
  sl_session_undo (f->session);
  g_assert_false (sl_session_get_changed (f->session));
  sl_session_redo (f->session);
  g_assert_cmpstr (sl_session_get_preset (f->session), ==, "mystery");
  g_assert_false (sl_session_get_changed (f->session));
  g_assert_true (sl_session_apply_preset (f->session, "mystery"));
}

static void
test_scene_and_locks (Fixture *f, gconstpointer data)
{
  sl_session_scene_set_maker (make_scene);
  SET (LOGM0, 13);
  sl_session_set_locked (f->session, SL_PARAM_LOGM0, TRUE);
  g_assert_true (sl_session_apply_preset (f->session, "test-figure"));
  g_assert_cmpfloat (VALUE (LOGM0), ==, 13);
  g_assert_cmpuint (sl_session_n_pins (f->session), ==, 2);
  g_assert_true (sl_session_get_changed (f->session));
  sl_session_scene_set_maker (NULL);
}

/* --- random sequences ----------------------------------------------------- */

#define N_OPERATIONS 2000
#define MAX_STEPS 500

static const SlTable *
some_table (guint i)
{
  const double x[] = { 0.1, 3.0, 13.7 }, y[] = { 1.0, 2.0 + i, 0.5 };

  return sl_table_intern ("rates.csv", x, y, G_N_ELEMENTS (x), NULL);
}

/* A random change. */
static void
do_anything (SlSession *session, GRand *rand)
{
  const SlParamId id = g_rand_int_range (rand, 0, SL_N_PARAMS);
  const guint n = sl_session_n_pins (session), pin = n ? g_rand_int_range (rand, 0, n) : 0;
  const SlSessionLayout *layout = sl_session_get_layout (session);
  char name[] = "pin  ";
  double lo, hi;

  sl_galaxy_range (sl_session_get_galaxy (session), id, NULL, &lo, &hi);
  name[4] = (char) g_rand_int_range (rand, 'a', 'z');
  switch (g_rand_int_range (rand, 0, 19))
    {
    case 0: sl_session_pin (session); break;
    case 1: if (n) sl_session_remove_pin (session, pin); break;
    case 2: if (n) sl_session_swap_pin (session, pin); break;
    case 3: if (n) sl_session_rename_pin (session, pin, name); break;
    case 4: if (n) sl_session_show_pin (session, pin, g_rand_boolean (rand)); break;
    case 5: sl_session_set_differences (session, g_rand_boolean (rand)); break;
    case 6: sl_session_set_tiling (session, g_rand_int_range (rand, 0, SL_N_TILINGS)); break;
    case 7:
      sl_session_set_tile (session, g_rand_int_range (rand, 0, layout->n_tiles),
                           sl_figure_info (g_rand_int_range (rand, 0, sl_figure_count ()))->name);
      break;
    case 8:
      sl_session_set_tile_choice (session, g_rand_int_range (rand, 0, layout->n_tiles), "unit", name + 4);
      break;
    case 9: sl_session_remove_tile (session, g_rand_int_range (rand, 0, layout->n_tiles)); break;
    case 10:
      sl_session_apply_preset (session,
                               sl_preset_info (g_rand_int_range (rand, 0, sl_preset_count ()))->name);
      break;
    case 11: sl_session_apply_preset (session, "test-figure"); break;
    case 12: sl_session_reset_all (session); break;
    case 13: sl_session_set_locked (session, id, g_rand_int_range (rand, 0, 4) == 0); break;
    case 14:
      sl_session_set_table (session, SL_OPTION_SFH_FORM, some_table (g_rand_int_range (rand, 0, 3)), NULL);
      break;
      case 15: {
        const SlOptionId option = g_rand_int_range (rand, 0, SL_N_OPTIONS);

        sl_session_set_option (session, option,
                               g_rand_int_range (rand, 0, sl_option_info (option)->n_values));
      }
      break;
    case 16: if (g_rand_int_range (rand, 0, 8) == 0) sl_session_remove_all_pins (session); break;
    case 17:
      sl_session_begin_drag (session, id);
      for (guint i = 0; i < 4; i++)
        sl_session_set_value (session, id, g_rand_double_range (rand, lo, hi));
      sl_session_end_drag (session);
      break;
    default: sl_session_set_value (session, id, g_rand_double_range (rand, lo, hi)); break;
    }
}

/* Undo and redo must pass through exactly the states that are recorded here. */
static void
test_long_way (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  g_autoptr (GPtrArray) way = g_ptr_array_new_with_free_func (g_free);
  guint at = 0, first = 0, n_undone = 0;
  Shot now;

  sl_session_scene_set_maker (make_scene);
  shoot (f->session, &now);
  g_ptr_array_add (way, g_memdup2 (&now, sizeof now));
  for (guint i = 0; i < N_OPERATIONS; i++)
    {
      const guint what = g_rand_int_range (rand, 0, 10);

      if (what < 2)
        {
          if (sl_session_undo (f->session))
            at--, n_undone++;
        }
      else if (what == 2)
        {
          if (sl_session_redo (f->session))
            at++;
        }
      else
        {
          do_anything (f->session, rand);
          shoot (f->session, &now);
          /* A change is one step; without a change there is none. */
          if (memcmp (&now, way->pdata[at], sizeof now) != 0)
            {
              g_ptr_array_set_size (way, (int) ++at);
              g_ptr_array_add (way, g_memdup2 (&now, sizeof now));
              first = MAX (first, at > MAX_STEPS ? at - MAX_STEPS : 0);
            }
        }
      shoot (f->session, &now);
      assert_same (&now, way->pdata[at]);
    }
  g_assert_cmpuint (n_undone, >, 100);
  g_assert_cmpuint (at, >, MAX_STEPS);
  while (sl_session_redo (f->session))
    at++;
  g_assert_cmpuint (at, ==, way->len - 1);
  for (guint k = 0; k < 2; k++)
    {
      while (sl_session_undo (f->session))
        {
          shoot (f->session, &now);
          assert_same (&now, way->pdata[--at]);
        }
      g_assert_cmpuint (at, ==, first);
      while (sl_session_redo (f->session))
        {
          shoot (f->session, &now);
          assert_same (&now, way->pdata[++at]);
        }
      g_assert_cmpuint (at, ==, way->len - 1);
    }
  sl_session_scene_set_maker (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/session-desk/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("pins", test_pins);
  ADD ("names", test_names);
  ADD ("swap", test_swap);
  ADD ("lines-of-pins", test_lines_of_pins);
  ADD ("layout", test_layout);
  g_test_add_func ("/session-desk/tilings", test_tilings);
  g_test_add_func ("/session-desk/choices", test_choices);
  ADD ("scene", test_scene);
  ADD ("scene-given", test_scene_given);
  ADD ("scene-and-locks", test_scene_and_locks);
  ADD ("long-way", test_long_way);
  return g_test_run ();
}
