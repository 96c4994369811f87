/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gdk/gdk.h>

/* OpenGL for plots: one context for all views of a display, so that programs are compiled once, which shares
 * textures with the renderer of windows. OpenGL 3.3 or OpenGL ES 3.0. Main thread. */

#define SL_GL_ERROR (sl_gl_error_quark ())
GQuark sl_gl_error_quark (void);
typedef enum {
  SL_GL_ERROR_VERSION,  /* too old */
  SL_GL_ERROR_PROGRAM,  /* the driver rejects a program */
  SL_GL_ERROR_DRAW,     /* the driver reports an error or draws something wrong */
} SlGlError;

typedef struct _SlGlDevice SlGlDevice;

typedef enum {
  SL_GL_SEGMENT, SL_GL_AREA, SL_GL_RECT, SL_GL_COLOUR, SL_GL_IMAGE, SL_GL_N_PROGRAMS
} SlGlProgram;

/* Creates a context and compiles the programs. Errors: SL_GL_ERROR, GDK_GL_ERROR. */
SlGlDevice *sl_gl_device_new (GdkDisplay *display, GError **error);
SlGlDevice *sl_gl_device_ref (SlGlDevice *self);
void sl_gl_device_unref (SlGlDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlGlDevice, sl_gl_device_unref)

GdkGLContext *sl_gl_device_get_context (SlGlDevice *self);
GdkDisplay *sl_gl_device_get_display (SlGlDevice *self);
/* "OpenGL 4.5, NVIDIA ..." */
const char *sl_gl_device_get_name (SlGlDevice *self);
/* Whether the driver draws with the processor. */
gboolean sl_gl_device_is_software (SlGlDevice *self);
/* Whether a renderer of this name (GL_RENDERER) does. */
gboolean sl_gl_renderer_is_software (const char *renderer);

/* Number of textures, framebuffers, buffers and programs, for tests. */
guint sl_gl_device_n_objects (SlGlDevice *self);
/* Number of contexts created by this process, for tests. */
guint sl_gl_n_contexts (void);

/* The rest is for the painter. Calls go between begin, which makes the context current and sets the constant
 * state, and end, which returns errors. */
gboolean sl_gl_device_begin (SlGlDevice *self, GError **error);
gboolean sl_gl_device_end (SlGlDevice *self, GError **error);

/* Makes a program current for a target of this size. */
void sl_gl_device_use (SlGlDevice *self, SlGlProgram program, int width, int height);
void sl_gl_device_set_colour (SlGlDevice *self, const float colour[4]);
/* For SL_GL_SEGMENT; gather: keep the four parts of a pixel separate. */
void sl_gl_device_set_pen (SlGlDevice *self, float radius, gboolean gather);
void sl_gl_device_set_rect (SlGlDevice *self, float x0, float y0, float x1, float y1);

/* Uploads the instances of one picture. */
void sl_gl_device_upload (SlGlDevice *self, gconstpointer data, gsize size);

/* A texture that can be drawn into. */
typedef struct { guint texture, framebuffer; int width, height; } SlGlTarget;
gboolean sl_gl_device_make_target (SlGlDevice *self, SlGlTarget *target, int width, int height,
                                   GError **error);
void sl_gl_device_drop_target (SlGlDevice *self, SlGlTarget *target);
/* The buffer where coverage is accumulated, at least this large; kept. NULL on failure. */
const SlGlTarget *sl_gl_device_get_gatherer (SlGlDevice *self, int width, int height, GError **error);

/* A texture of pixels 0xAARRGGBB, premultiplied; smooth: interpolated, and averaged when made smaller. */
guint sl_gl_device_make_texture (SlGlDevice *self, const guint32 *pixels, int width, int height, gsize stride,
                                 gboolean smooth);
void sl_gl_device_drop_texture (SlGlDevice *self, guint texture);
