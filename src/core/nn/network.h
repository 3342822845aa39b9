/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layer.h"
#include "loss.h"

/**
 * OvNetwork:
 *
 * A stack of layers over one block of parameters. While its parameters stand still, any number of
 * passes can read them at once.
 */
typedef struct _OvNetwork OvNetwork;

/**
 * OvLayerPlan:
 * @klass: what the layer does
 * @name: its name, such as "conv1"; static
 * @n_out: how many units or channels it has
 *
 * A layer of a network that is to be built.
 */
typedef struct
{
  const OvLayerClass *klass;
  const char         *name;
  guint               n_out;
} OvLayerPlan;

OvNetwork      *ov_network_new              (const OvLayerPlan *layers,
                                             guint             n_layers,
                                             OvShape           shape,
                                             OvLoss            loss);
void            ov_network_free             (OvNetwork        *self);
void            ov_network_init_weights     (OvNetwork        *self,
                                             guint             seed,
                                             double            std);

guint           ov_network_get_n_layers     (const OvNetwork  *self);
const OvLayer  *ov_network_get_layer        (const OvNetwork  *self,
                                             guint             index);
guint           ov_network_get_n_tensors    (const OvNetwork  *self);
const OvTensor *ov_network_get_tensor       (const OvNetwork  *self,
                                             guint             index);
float          *ov_network_get_parameters   (OvNetwork        *self);
gsize           ov_network_get_n_parameters (const OvNetwork  *self);
OvLoss          ov_network_get_loss         (const OvNetwork  *self);

/**
 * OvPass:
 *
 * What one thread needs to send some images through a network and back: the values between the
 * layers. It borrows the network.
 */
typedef struct _OvPass OvPass;

OvPass         *ov_pass_new                 (OvNetwork        *network,
                                             guint             capacity);
void            ov_pass_free                (OvPass           *self);
guint           ov_pass_get_capacity        (const OvPass     *self);
float          *ov_pass_get_input           (OvPass           *self);
void            ov_pass_set_input           (OvPass           *self,
                                             float            *input);
const float    *ov_pass_forward             (OvPass           *self,
                                             guint             first,
                                             guint             n_images);
void            ov_pass_backward            (OvPass           *self,
                                             guint             first,
                                             const float      *d_scores,
                                             float            *gradient,
                                             float            *d_input);
float          *ov_pass_get_first_output    (OvPass           *self);
void            ov_pass_backward_first      (OvPass           *self,
                                             const float      *d_first,
                                             guint             n,
                                             float            *d_input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvNetwork, ov_network_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPass, ov_pass_free)
