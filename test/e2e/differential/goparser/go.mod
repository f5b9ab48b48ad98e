module goparser

go 1.22

// Not imported: the real modules that the differential test reads, next to the standard library.
require (
	github.com/gin-gonic/gin v1.10.0
	github.com/json-iterator/go v1.1.12
	github.com/klauspost/compress v1.17.11
	github.com/modern-go/reflect2 v1.0.2
	github.com/prometheus/client_golang v1.20.5
	github.com/tidwall/gjson v1.14.0
	go.uber.org/zap v1.27.0
	golang.org/x/crypto v0.31.0
	golang.org/x/net v0.33.0
	golang.org/x/sys v0.28.0
	google.golang.org/grpc v1.68.1
	google.golang.org/protobuf v1.35.2
	gopkg.in/yaml.v2 v2.4.0
	gopkg.in/yaml.v3 v3.0.1
)
