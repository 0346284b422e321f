// Policy engines choose the tier of a lead from its fit and score: policies-go COLUMNS GUARDS
//
// GUARDS is JSON: [[least fit, least score], ...] in the order in which tiers are tried. Each engine is
// given the same choice in its own language, compiled once; every lead is one call.
package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/cedar-policy/cedar-go"
	"cel.dev/cel-go/cel"
	"github.com/open-policy-agent/opa/v1/rego"
)

type guard [2]int64
type chooser func(fit, score int64) (int, error)

func readColumn(path string) ([]int64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	column := make([]int64, len(data)/8)
	for i := range column {
		column[i] = int64(binary.LittleEndian.Uint64(data[8*i:]))
	}
	return column, nil
}

// One conditional expression, nested to the right.
func celChooser(guards []guard) (chooser, error) {
	env, err := cel.NewEnv(cel.Variable("fit", cel.IntType), cel.Variable("score", cel.IntType))
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	for i, g := range guards {
		fmt.Fprintf(&text, "fit >= %d && score >= %d ? %d : (", g[0], g[1], i)
	}
	fmt.Fprintf(&text, "%d%s", len(guards), strings.Repeat(")", len(guards)))
	ast, issues := env.Compile(text.String())
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, err
	}
	input := map[string]any{}
	return func(fit, score int64) (int, error) {
		input["fit"], input["score"] = fit, score
		value, _, err := program.Eval(input)
		if err != nil {
			return 0, err
		}
		return int(value.Value().(int64)), nil
	}, nil
}

// A rule with an `else` for each tier.
func opaChooser(guards []guard) (chooser, error) {
	var text strings.Builder
	text.WriteString("package tiers\n\ntier := ")
	for i, g := range guards {
		fmt.Fprintf(&text, "%d if {\n  input.fit >= %d\n  input.score >= %d\n} else := ", i, g[0], g[1])
	}
	fmt.Fprintf(&text, "%d\n", len(guards))
	query, err := rego.New(rego.Query("data.tiers.tier"), rego.Module("tiers.rego", text.String())).
		PrepareForEval(context.Background())
	if err != nil {
		return nil, err
	}
	return func(fit, score int64) (int, error) {
		result, err := query.Eval(context.Background(), rego.EvalInput(map[string]any{"fit": fit, "score": score}))
		if err != nil {
			return 0, err
		}
		tier, err := result[0].Expressions[0].Value.(json.Number).Int64()
		return int(tier), err
	}, nil
}

// Cedar permits or forbids and has no order: a policy for each tier, and the first of those that held.
func cedarChooser(guards []guard) (chooser, error) {
	set := cedar.NewPolicySet()
	for i, g := range guards {
		text := fmt.Sprintf(`permit (principal, action, resource) when { context.fit >= %d && context.score >= %d };`,
			g[0], g[1])
		var policy cedar.Policy
		if err := policy.UnmarshalCedar([]byte(text)); err != nil {
			return nil, err
		}
		set.Add(cedar.PolicyID(fmt.Sprint(i)), &policy)
	}
	request := cedar.Request{
		Principal: cedar.NewEntityUID("Party", "sales"),
		Action:    cedar.NewEntityUID("Action", "choose"),
		Resource:  cedar.NewEntityUID("Lead", "lead"),
	}
	none := cedar.EntityMap{}
	return func(fit, score int64) (int, error) {
		request.Context = cedar.NewRecord(cedar.RecordMap{"fit": cedar.Long(fit), "score": cedar.Long(score)})
		_, said := cedar.Authorize(set, none, request)
		first := len(guards)
		for _, reason := range said.Reasons {
			var tier int
			if _, err := fmt.Sscan(string(reason.PolicyID), &tier); err != nil {
				return 0, err
			}
			first = min(first, tier)
		}
		return first, nil
	}, nil
}

func cpuSeconds() float64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

type peer struct {
	fit, score []int64
	choosers   map[string]chooser
}

// Chooses for the first `count` leads; says how long it took.
func (p *peer) run(engine string, count int) (any, []uint32, error) {
	choose, found := p.choosers[engine]
	if !found {
		return nil, nil, fmt.Errorf("there is no engine %s", engine)
	}
	count = min(count, len(p.fit))
	tiers := make([]uint32, count)
	cpu, begin := cpuSeconds(), time.Now()
	for i := range tiers {
		tier, err := choose(p.fit[i], p.score[i])
		if err != nil {
			return nil, nil, err
		}
		tiers[i] = uint32(tier)
	}
	wall := time.Since(begin).Seconds()
	return map[string]any{"wall": wall, "cpu": cpuSeconds() - cpu, "events": count}, tiers, nil
}

func (p *peer) answer(line string) (any, error) {
	var verb, engine, path string
	var count int
	if n, _ := fmt.Sscan(line, &verb, &engine, &count, &path); n < 3 {
		return nil, fmt.Errorf("nobody understands %q", line)
	}
	said, tiers, err := p.run(engine, count)
	if err != nil || verb == "run" {
		return said, err
	}
	data := make([]byte, 4*len(tiers))
	for i, tier := range tiers {
		binary.LittleEndian.PutUint32(data[4*i:], tier)
	}
	return map[string]any{"written": path}, os.WriteFile(path, data, 0o644)
}

func start(folder, text string) (*peer, error) {
	var guards []guard
	if err := json.Unmarshal([]byte(text), &guards); err != nil {
		return nil, err
	}
	p := &peer{choosers: map[string]chooser{}}
	var err error
	if p.fit, err = readColumn(folder + "/field_0.i64"); err != nil {
		return nil, err
	}
	if p.score, err = readColumn(folder + "/field_1.i64"); err != nil {
		return nil, err
	}
	for name, make := range map[string]func([]guard) (chooser, error){
		"cel": celChooser, "opa": opaChooser, "cedar": cedarChooser} {
		if p.choosers[name], err = make(guards); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return p, nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: policies-go COLUMNS GUARDS")
		os.Exit(2)
	}
	p, err := start(os.Args[1], os.Args[2])
	say := func(what any) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "error:", err)
			os.Exit(1)
		}
		line, _ := json.Marshal(what)
		fmt.Println(string(line))
	}
	say(map[string]any{"ready": true})
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var said any
		said, err = p.answer(lines.Text())
		say(said)
	}
}
