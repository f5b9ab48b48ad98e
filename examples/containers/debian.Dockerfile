# syntax=docker/dockerfile:1
# Builds a plugin for a host on Debian. Its context is the module of the plugin:
#
#   docker build -f debian.Dockerfile --build-arg TOOL=gorename-plugin:0.1.0 --build-arg PLUGIN=./plugin --output dist .
ARG GO_VERSION=1.26
# The image of tool.Dockerfile.
ARG TOOL=gorename-plugin:latest

# hadolint ignore=DL3006
FROM ${TOOL} AS tool

# The Go version of the host: a plugin needs the same. The image has gcc and binutils.
FROM golang:${GO_VERSION}-bookworm AS build
COPY --from=tool /glibc/gorename-plugin /usr/local/bin/gorename-plugin
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG PLUGIN=.
# The host must be built with -trimpath too. Both caches are below /root/.cache.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache \
    gorename-plugin build "$PLUGIN" --prefix 't_{hash}' -o /out/ -- -trimpath

FROM scratch
COPY --from=build /out/ /
